"""A formula on one line of Unicode text, so that it can be read in one way only.

What LaTeX shows by height, flat text must show by brackets: every exponent, index, numerator and denominator
of more than one token gets them, and so does a fraction that multiplies what stands beside it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from symbolic.printing.latex_tree import Accent, Atom, Fraction, Group, Kind, Node, Root, Row, Script

_OPERANDS = ("number", "letter", "word", "large", "open", "mark")
_ALPHANUMERIC = ("number", "letter", "word", "large")


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the line: how it meets its left and its right neighbour.

    `hanging` says that it ends in a script or a root without brackets, which must not take in what follows;
    `raised` that this is an exponent.  `fraction` is a quotient that may still need brackets.
    """

    text: str
    left: Kind
    right: Kind
    hanging: bool = False
    raised: bool = False
    fraction: bool = False


def line(row: Row, tight: bool = False) -> str:
    """Return a row as text; `tight` leaves out the spaces around signs and relations, as in an index."""
    tokens = _bracketed(_bars([_token(node) for node in _flat(row)]))
    text, before = "", None
    for k, token in enumerate(tokens):
        if token.left == "space":
            text += "" if tight or text.endswith(" ") else " "
            continue
        gap = before is not None and _gap(tokens, k, before, tight)
        text += " " + token.text if gap and not text.endswith(" ") else token.text
        before = token
    return text.strip()


def _flat(row: Row) -> list[Node]:
    """Return the nodes of a row without the braces that show nothing."""
    return [node for part in row for node in (_flat(part.row) if isinstance(part, Group) else [part])]


def _single(row: Row) -> bool:
    """One token, which needs no brackets."""
    nodes = _flat(row)
    return len(nodes) == 1 and (isinstance(nodes[0], Atom) or (isinstance(nodes[0], Accent) and _single(nodes[0].body)))


def _enclosed(text: str) -> bool:
    """Text in a pair of brackets that belong together."""
    depth = 0
    for k, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if not depth:
            return c == ")" and k == len(text) - 1
    return False


def _brackets(text: str) -> str:
    return text if _enclosed(text) else f"({text})"


def _part(row: Row, tight: bool = True) -> str:
    """Return a row as an exponent, an index, a side of a fraction or what stands under a root."""
    return line(row, tight) if _single(row) else _brackets(line(row, tight))


def _token(node: Node) -> _Token:
    match node:
        case Atom(text, kind):
            return _Token(text, kind, kind)
        case Fraction(above, below, name) if name:
            return _Token(f"{name}({line(above)}, {line(below)})", "word", "close")
        case Fraction(above, below):
            product = all(_factor(node) for node in _flat(above))
            return _Token(
                f"{line(above) if product else _side(above)}/{_side(below)}", "number", "number", fraction=True,
            )
        case Root(body, degree) if degree:
            return _Token(f"root_{_part(degree)}{_brackets(line(body))}", "word", "close")
        case Root(body):
            return _Token(f"√{_part(body, False)}", "letter", "letter", hanging=_single(body))
        case Accent(combining, name, body):
            if _single(body):
                return _Token(unicodedata.normalize("NFC", line(body) + combining), "word", "letter")
            return _Token(f"{name}({line(body)})", "word", "close")
        case Script():
            return _scripted(node)
    raise TypeError(f"{node} is no token")


def _side(row: Row) -> str:
    """Return a side of a fraction; one letter with its scripts needs no brackets."""
    nodes = _flat(row)
    return line(row) if _single(row) or (len(nodes) == 1 and isinstance(nodes[0], Script)) else _brackets(line(row))


def _factor(node: Node) -> bool:
    """A number or a letter, with or without scripts: ab/c is the same quotient in either reading."""
    carrier = node.base if isinstance(node, Script) else node
    return isinstance(carrier, Atom) and carrier.kind in ("number", "letter")


def _scripted(node: Script) -> _Token:
    if isinstance(node.base, Group):
        row = tuple(_flat(node.base.row))
        base = _token(row[0]) if _single(row) else _Token(_brackets(line(row)), "open", "close")
    else:
        base = _token(node.base)
        if isinstance(node.base, Fraction | Root) and base.right != "close":
            base = _Token(_brackets(base.text), "open", "close")
    text = base.text
    text += "'" * node.primes
    stars = node.above == (Atom("*", "mark"),)
    scripts = [("^", node.above), ("_", node.below)] if stars else [("_", node.below), ("^", node.above)]
    shown = [(sign, _part(row)) for sign, row in scripts if row]
    for sign, part in shown:
        text += sign + part
    hanging = bool(shown) and not shown[-1][1].endswith(")")
    right: Kind = base.right if base.right in ("word", "large") else "letter" if base.right == "number" else base.right
    return _Token(text, base.left, right, hanging, raised=bool(node.above) and not stars)


def _bars(tokens: list[_Token]) -> list[_Token]:
    """Bars as brackets: one that follows an operand, with one like it open, closes."""
    found: list[_Token] = []
    waiting: list[str] = []
    for token in tokens:
        before = next((t for t in reversed(found) if t.left != "space"), None)
        if token.left == "times" and (before is None or before.right in ("open", "comma")):
            token = _Token(token.text, "letter", "letter")  # the place of an argument, as in the norm ‖·‖
        if token.left == "bar" or token.right == "bar":
            mark = token.text[0]
            closes = waiting[-1:] == [mark] and before is not None and before.right in (*_ALPHANUMERIC, "close", "mark")
            if closes:
                waiting.pop()
            else:
                waiting.append(mark)
            kind: Kind = "close" if closes else "open"
            token = _Token(token.text, kind, kind, token.hanging, token.raised)
        elif token.left == "open" and token.right == "open":
            waiting.append(token.text)
        elif token.left == "close" and waiting:
            waiting.pop()
        found.append(token)
    return found


def _neighbour(tokens: Sequence[_Token], k: int, step: int) -> _Token | None:
    k += step
    while 0 <= k < len(tokens):
        if tokens[k].left != "space":
            return tokens[k]
        k += step
    return None


def _bracketed(tokens: list[_Token]) -> list[_Token]:
    """Fractions in brackets where they multiply, or are the argument of a function."""
    found = list(tokens)
    for k, token in enumerate(tokens):
        if not token.fraction:
            continue
        before, after = _neighbour(tokens, k, -1), _neighbour(tokens, k, 1)
        joined = before is not None and before.right in ("number", "letter", "word", "close", "slash", "mark")
        if joined or (after is not None and after.left in (*_OPERANDS, "slash")):
            found[k] = _Token(f"({token.text})", "open", "close")
    return found


def _unary(tokens: Sequence[_Token], k: int) -> bool:
    """Say whether the sign at `k` has nothing on its left that it could add to."""
    before = _neighbour(tokens, k, -1)
    return before is None or before.right in ("sign", "times", "slash", "relation", "open", "comma", "large")


def _applied(tokens: Sequence[_Token], k: int) -> bool:
    """Say whether a round bracket follows: t g(x) must not run together into the name of another function."""
    return k + 1 < len(tokens) and tokens[k + 1].text == "("


def _gap(tokens: Sequence[_Token], k: int, before: _Token, tight: bool) -> bool:
    """Say whether a space belongs between the token at `k` and the one before it."""
    token = tokens[k]
    if "relation" in (before.right, token.left) or token.left == "times" or before.right == "times":
        return not tight
    if before.right == "comma":
        return not tight
    if token.left == "sign":
        return (not tight and not _unary(tokens, k)) or before.right in ("word", "large")
    if before.right == "sign":
        previous = max(i for i in range(k) if tokens[i].left != "space")
        return not tight and not _unary(tokens, previous)
    if before.right == "large":
        return token.left not in ("comma", "close")
    if before.right in ("open", "slash") or token.left in ("close", "slash", "comma"):
        return False
    if token.left == "open":
        scripted_word = before.right == "word" and "_" in before.text
        return scripted_word or (before.hanging and (before.raised or token.text[0] in "|‖⟨"))
    if token.left in ("word", "large") or (before.right == token.left == "letter" and _applied(tokens, k)):
        return True
    return token.left in (*_ALPHANUMERIC, "mark") and (
        before.hanging
        or before.right == "word"
        or (token.left == "number" and token.text != "…" and before.right in (*_ALPHANUMERIC, "close"))
        or (token.text == "…" and before.right != "number")
    )
