"""LaTeX prose as a small tree: text, and formulas made of atoms, groups, fractions, roots, accents and scripts.

The parsing is pylatexenc's; what each macro means is in the tables below, and they are closed.  A macro
that is not in them is refused by name, because a macro that is dropped in silence leaves a text that
says something else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from pylatexenc import latexwalker as lw
from pylatexenc.macrospec import LatexContextDb, MacroSpec, std_macro

from symbolic.printing.unknown_latex import UnknownLatex

Kind = Literal[
    "number", "letter", "word", "sign", "times", "slash", "relation", "open", "close", "bar", "comma", "large", "mark",
    "space"
]
"""What an atom of a formula is: `sign` is plus or minus, `large` a sum, an integral or a limit, `mark` a star or
infinity.
"""


@dataclass(frozen=True, slots=True)
class Atom:
    """One symbol of a formula, as it is shown."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in braces; they are not shown."""

    row: Row


@dataclass(frozen=True, slots=True)
class Fraction:
    """One row above another; with a `name` it is no quotient but a binomial coefficient."""

    above: Row
    below: Row
    name: str = ""


@dataclass(frozen=True, slots=True)
class Root:
    """A root, of degree 2 where none is given."""

    body: Row
    degree: Row = ()


@dataclass(frozen=True, slots=True)
class Accent:
    """A row with a mark above it: the combining character, and the word for it."""

    combining: str
    name: str
    body: Row


@dataclass(frozen=True, slots=True)
class Script:
    """A node with primes, an index and an exponent; empty rows where it has none."""

    base: Node
    primes: int = 0
    below: Row = ()
    above: Row = ()


Node: TypeAlias = Atom | Group | Fraction | Root | Accent | Script
Row: TypeAlias = tuple[Node, ...]

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}

_WORDS = (
    "ln", "log", "exp", "max", "min", "sup", "inf", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "arccos",
    "det", "arg",
)

_ATOMS: dict[str, Atom] = {
    **{name: Atom(letter, "letter") for name, letter in GREEK.items()},
    **{name: Atom(name, "word") for name in _WORDS},
    **{name: Atom(text, "letter") for name, text in {"ell": "ℓ", "nabla": "∇", "partial": "∂"}.items()},
    **{name: Atom(text, "large") for name, text in {"sum": "∑", "prod": "∏", "int": "∫"}.items()},
    **{name: Atom(name, "large") for name in ("lim", "liminf", "limsup")},
    **{name: Atom(text, "mark") for name, text in {"infty": "∞", "ast": "*", "top": "⊤"}.items()},
    **{name: Atom("…", "number") for name in ("dots", "ldots", "cdots")},
    **{name: Atom(text, "sign") for name, text in {"pm": "±", "mp": "∓"}.items()},
    **{name: Atom(text, "times") for name, text in {"cdot": "·", "times": "×", "circ": "∘"}.items()},
    **{
        name: Atom(text, "relation")
        for name, text in {
            "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "sim": "∼",
            "equiv": "≡",
            "in": "∈", "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩", "setminus": "∖",
            "to": "→", "mapsto": "↦", "mid": "∣", "ll": "≪", "gg": "≫", "implies": "⟹", "iff": "⟺",
        }.items()
    },
    **{name: Atom(text, "open") for name, text in {"{": "{", "langle": "⟨", "lfloor": "⌊", "lceil": "⌈"}.items()},
    **{name: Atom(text, "close") for name, text in {"}": "}", "rangle": "⟩", "rfloor": "⌋", "rceil": "⌉"}.items()},
    **{name: Atom(text, "bar") for name, text in {"|": "‖", "Vert": "‖", "vert": "|"}.items()},
    **{name: Atom(" ", "space") for name in (",", ";", ":", " ", "quad", "qquad")},
    "%": Atom("%", "letter"),
    "_": Atom("_", "letter"),
}

_CHARACTERS: dict[str, Kind] = {
    **dict.fromkeys("+-", "sign"), "/": "slash", **dict.fromkeys(("=", "<", ">", ":=", "=:"), "relation"),
    **dict.fromkeys("([", "open"),
    **dict.fromkeys(")]!", "close"), "|": "bar", **dict.fromkeys(",;:", "comma"), "*": "mark",
}

_ACCENTS = {
    "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304", "overline": "\u0304", "hat": "\u0302",
    "widehat": "\u0302",
    "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "check": "\u030c",
}
_ALPHABETS = {"mathbb": "DOUBLE-STRUCK", "mathcal": "SCRIPT", "mathbf": "BOLD"}
_UPRIGHT = ("mathrm", "text", "operatorname", "textrm", "mathit")
_STYLED = ("emph", "texttt", "textbf", "textit", "textrm", "textup")
_NOTHING = ("displaystyle", "limits", "!", "allowbreak")
_IN_TEXT = {c: c for c in "%&#_${}"} | {" ": " ", ",": " ", "dots": "…", "ldots": "…", "-": "", "/": ""}
_LIGATURES = {"~": " ", "``": "“", "''": "”", "--": "–", "---": "—"}

_ARGUMENTS = {
    **dict.fromkeys((*_ACCENTS, *_ALPHABETS, *_UPRIGHT, *_STYLED, "left", "right", "boldsymbol", "ref"), "{"),
    **dict.fromkeys(("frac", "tfrac", "dfrac", "binom"), "{{"),
    "sqrt": "[{",
}


def _database() -> LatexContextDb:
    found = LatexContextDb()
    found.add_context_category("known", macros=[std_macro(name, spec) for name, spec in _ARGUMENTS.items()])
    found.set_unknown_macro_spec(MacroSpec(""))
    return found


_DATABASE = _database()
_FORMULA = re.compile(r"(?<!\\)(\$\$?.*?(?<!\\)\$\$?|\\\(.*?\\\)|\\\[.*?\\\])", re.DOTALL)


def pieces(latex: str) -> list[str]:
    """Prose cut at its formulas: text and formulas with their dollars in turn, text first and last."""
    return _FORMULA.split(latex)


def _walk(latex: str) -> Sequence[Any]:
    """Return the nodes of LaTeX in which a bare `%` is a percent sign, not a comment."""
    guarded = re.sub(r"(?<!\\)%", r"\\%", latex)
    try:
        nodes = lw.LatexWalker(guarded, latex_context=_DATABASE, tolerant_parsing=False).get_latex_nodes()[0]
    except lw.LatexWalkerError as error:
        raise UnknownLatex(f"{latex!r} is not well formed: {str(error).splitlines()[0]}") from error
    return list(nodes)


def text(latex: str) -> str:
    """Return the text of LaTeX outside formulas."""
    if not re.search(r"[\\{}~`$]|''|--", latex):
        return latex
    return "".join(map(_text, _walk(re.sub(r"---?|''|``|~", lambda m: _LIGATURES[m[0]], latex))))


def _text(node: Any) -> str:
    match node:
        case lw.LatexCharsNode():
            return str(node.chars)
        case lw.LatexGroupNode():
            return "".join(map(_text, node.nodelist))
        case lw.LatexMacroNode() if node.macroname in (*_STYLED, "ref"):
            return _text(_arguments(node)[0])
        case lw.LatexMacroNode() if node.macroname in _IN_TEXT:
            return _IN_TEXT[node.macroname] + str(node.macro_post_space)
    raise UnknownLatex(f"no plain text is known for {node.latex_verbatim()!r}")


def formula(latex: str) -> Row:
    """Return the tree of a formula that is given with its dollars."""
    found = _walk(latex)
    if len(found) != 1 or not isinstance(found[0], lw.LatexMathNode):
        raise UnknownLatex(f"{latex!r} is not one formula")
    return _row(found[0].nodelist)


def _arguments(node: Any) -> list[Any]:
    found = list(node.nodeargd.argnlist)
    if any(arg is None for arg in found[-1:]):
        raise UnknownLatex(f"{node.latex_verbatim()!r} lacks an argument")
    return found


def _letters(node: Any) -> str:
    """Return the characters of an argument that holds nothing else."""
    parts = node.nodelist if isinstance(node, lw.LatexGroupNode) else [node]
    if not all(isinstance(part, lw.LatexCharsNode) for part in parts):
        raise UnknownLatex(f"{node.latex_verbatim()!r} is not only letters")
    return "".join(part.chars for part in parts)


def _styled(alphabet: str, letters: str) -> Atom:
    """Letters of a mathematical alphabet, such as ℝ; 𝟏 is not 1."""
    shown = []
    for letter in letters:
        case = "DIGIT" if letter.isdigit() else "CAPITAL" if letter.isupper() else "SMALL"
        name = unicodedata.name(letter).split()[-1] if letter.isascii() and letter.isalnum() else ""
        for prefix in ("", "MATHEMATICAL "):
            try:
                shown.append(unicodedata.lookup(f"{prefix}{alphabet} {case} {name}"))
                break
            except KeyError:
                continue
        else:
            raise UnknownLatex(f"no letter {letter!r} is known in the alphabet {alphabet.lower()}")
    return Atom("".join(shown), "letter")


def _macro(node: Any) -> Node | None:
    name = node.macroname
    if name in _ATOMS:
        return _ATOMS[name]
    if name in _NOTHING:
        return None
    if name not in _ARGUMENTS:
        raise UnknownLatex(f"no plain text is known for \\{name}")
    arguments = _arguments(node)
    if name in ("left", "right"):
        return _delimiter(arguments[0], name)
    if name == "sqrt":
        degree, body = arguments
        return Root(_argument(body), _argument(degree) if degree is not None else ())
    if name in ("frac", "tfrac", "dfrac", "binom"):
        above, below = map(_argument, arguments)
        return Fraction(above, below, "binom" if name == "binom" else "")
    if name in _ACCENTS:
        return Accent(_ACCENTS[name], name.removeprefix("wide"), _argument(arguments[0]))
    if name in _ALPHABETS:
        return _styled(_ALPHABETS[name], _letters(arguments[0]))
    if name in _UPRIGHT:
        return Atom(_letters(arguments[0]), "word")
    raise UnknownLatex(f"no plain text is known for \\{name} in a formula")


def _delimiter(node: Any, side: str) -> Atom | None:
    """Return what follows `left` or `right`; a dot is no delimiter."""
    row = _argument(node)
    if row == (Atom(".", "number"),):
        return None
    if len(row) != 1 or not isinstance(row[0], Atom):
        raise UnknownLatex(f"{node.latex_verbatim()!r} is no delimiter")
    return Atom(row[0].text, "open" if side == "left" else "close")


def _argument(node: Any) -> Row:
    return _row(node.nodelist if isinstance(node, lw.LatexGroupNode) else [node])


def _pieces(nodes: Sequence[Any]) -> Iterator[Node | str]:
    """Nodes in turn, with `^`, `_` and `'` as they stand."""
    for node in nodes:
        match node:
            case lw.LatexCharsNode():
                yield from _characters(node.chars)
            case lw.LatexGroupNode():
                yield Group(_row(node.nodelist))
            case lw.LatexMacroNode():
                made = _macro(node)
                if made is not None:
                    yield made
            case _:
                raise UnknownLatex(f"no plain text is known for {node.latex_verbatim()!r} in a formula")


def _characters(chars: str) -> Iterator[Node | str]:
    for token in re.findall(r"\d+(?:\.\d+)?|\.\d+|:=|=:|\S", chars):
        if token in "^_'":
            yield token
        elif token[0].isdigit() or token[0] == ".":
            yield Atom(token, "number")
        elif token in _CHARACTERS:
            yield Atom(token, _CHARACTERS[token])
        elif token.isalpha():
            yield Atom(token, "letter")
        else:
            raise UnknownLatex(f"no plain text is known for {token!r} in a formula")


def _row(nodes: Sequence[Any]) -> Row:
    """Nodes with their scripts attached; a script of a number belongs to all its digits."""
    found: list[Node] = []
    parts = _split_scripts(list(_pieces(nodes)))
    waiting = iter(parts)
    for part in waiting:
        if not isinstance(part, str):
            found.append(part)
            continue
        base = _scripted(found)
        if part == "'":
            found[-1] = replace(base, primes=base.primes + 1)
            continue
        script = next(waiting, None)
        if script is None or isinstance(script, str) or (base.above if part == "^" else base.below):
            raise UnknownLatex(f"the script after {part} is missing or doubled")
        row = script.row if isinstance(script, Group) else (script,)
        found[-1] = replace(base, above=row) if part == "^" else replace(base, below=row)
    return tuple(found)


def _split_scripts(parts: list[Node | str]) -> list[Node | str]:
    """An index without braces is one digit: x_12 is x_1 times 2."""
    found: list[Node | str] = []
    for part in parts:
        below = bool(found) and found[-1] in ("^", "_")
        if below and isinstance(part, Atom) and part.kind == "number" and len(part.text) > 1:
            found += [Atom(part.text[0], "number"), Atom(part.text[1:], "number")]
        else:
            found.append(part)
    return found


def _scripted(found: list[Node]) -> Script:
    """Return the last node, ready to take a script."""
    if not found:
        raise UnknownLatex("a script has nothing that carries it")
    last = found[-1]
    return last if isinstance(last, Script) else Script(last)
