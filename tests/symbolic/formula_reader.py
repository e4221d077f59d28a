"""Two readers of a formula, one of its LaTeX tree and one of its line of text; `formula_value` says what both mean.

The text is read strictly: what a person could read in two ways (`1/2 x`, `x^2y`, `ln x/y`) is refused.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from symbolic.printing import latex_tree as tree

CLOSING = {"(": ")]", "[": ")]", "{": "}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"}
REAL = {"ln", "log", "exp", "sin", "cos", "sinh", "cosh", "tanh"}
LARGE = {"∑", "∏", "∫", "lim", "liminf", "limsup"}
BINDERS = {"max", "min", "sup", "inf"}
RELATIONS = set("=<>≤≥≠≈∼≡∈∉⊂⊆∪∩∖→↦∣≪≫⟹⟺") | {":=", "=:"}
PLUSES, TIMES = set("+-±∓"), set("·×∘")


class Ambiguous(ValueError):
    """A text that can be read in two ways, or in none."""


@dataclass
class Item:
    """A token with its scripts; `value` is set where it is a whole expression already."""

    kind: str
    text: str = ""
    value: tuple = ()
    primes: int = 0
    star: bool = False
    below: tuple = ()
    above: tuple = ()

    @property
    def scripted(self):
        return bool(self.primes or self.star or self.below or self.above)


def apply(name, *args):
    return ("app", name, args)


# From the tree


def from_tree(row):
    """What a row of the tree says."""
    return Parser([item for node in row for item in tree_items(node)]).whole()


def tree_items(node):
    match node:
        case tree.Atom(text, kind):
            if kind == "space":
                return []
            return [Item("letter" if kind == "word" and len(text) == 1 else kind, text)]
        case tree.Group(row):
            return [item for part in row for item in tree_items(part)]
        case tree.Fraction(above, below, name):
            value = (
                apply(name, from_tree(above), from_tree(below)) if name else ("/", from_tree(above), from_tree(below))
            )
            return [Item("value", value=value)]
        case tree.Root(body, degree):
            return [Item("value", value=apply("√", *([from_tree(degree)] if degree else []), from_tree(body)))]
        case tree.Accent(mark, name, body):
            inside = [item for part in body for item in tree_items(part)]
            if len(inside) == 1 and inside[0].kind in ("letter", "number"):
                return [Item("letter", unicodedata.normalize("NFC", inside[0].text + mark))]
            return [Item("value", value=apply(name, from_tree(body)))]
        case tree.Script(base, primes, below, above):
            if isinstance(base, tree.Group):
                inside = [item for part in base.row for item in tree_items(part)]
                bracketed = len(inside) > 1 and (inside[0].kind, inside[-1].kind) == ("open", "close")
                plain = (len(inside) == 1 or bracketed) and not inside[-1].scripted
                items = inside if plain else [Item("value", value=from_tree(base.row))]
            else:
                items = tree_items(base)
            item = items[-1]
            item.primes, item.star = primes, above == (tree.Atom("*", "mark"),)
            item.below, item.above = (
                from_tree(below) if below else (),
                from_tree(above) if above and not item.star else (),
            )
            return items
    raise TypeError(node)


# From the text


def from_text(text, words):
    """What a line of text says; `words` are the names that are not products of letters."""
    return Parser(Scanner(text, words).items()).whole()


class Scanner:
    """The tokens of a line, each with its scripts."""

    def __init__(self, text, words):
        self.text, self.words, self.at = text, words, 0

    def match(self, pattern):
        found = re.compile(pattern).match(self.text, self.at)
        if found:
            self.at = found.end()
        return found[0] if found else ""

    def items(self):
        found = []
        while self.match(r"\s*") is not None and self.at < len(self.text):
            found += self.item()
        return found

    def inside(self):
        """The text of a bracket that opens here, without the brackets."""
        depth, start = 0, self.at
        while self.at < len(self.text):
            depth += (self.text[self.at] == "(") - (self.text[self.at] == ")")
            self.at += 1
            if not depth:
                return self.text[start + 1 : self.at - 1]
        raise Ambiguous(f"a bracket is not closed in {self.text!r}")

    def part(self, what):
        """A script or what stands under a root: one token, or brackets; text that would run into it is refused."""
        if self.text[self.at : self.at + 1] == "(":
            return from_text(self.inside(), self.words)
        token = self.match(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z]+") or self.match(r"[^\W0-9_][\u0300-\u036f\u20d7]*|[∞*⊤+±-]")
        if not token or (len(token) > 1 and token.isascii() and token.isalpha() and token not in self.words):
            raise Ambiguous(f"{token!r} after {what} in {self.text!r}")
        if re.match(r"[^\W_]", self.text[self.at : self.at + 1]) or (
            what == "^" and self.text[self.at : self.at + 1] == "("
        ):
            raise Ambiguous(f"{what}{token} runs into what follows in {self.text!r}")
        return from_text(token, self.words)

    def item(self):
        if number := self.match(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+"):
            return [self.scripts(Item("number", number))]
        if self.match("√"):
            return [self.scripts(Item("value", value=apply("√", self.part("√"))))]
        if self.match("root_"):
            degree = self.part("root_")
            return [self.scripts(Item("value", value=apply("√", degree, self.part("√"))))]
        if word := self.match(rf"(?:{'|'.join(sorted(self.words, key=len, reverse=True))})(?![A-Za-z0-9])"):
            return [self.scripts(Item("large" if word in LARGE else "word", word))]
        if run := self.match(r"[A-Za-z]+(?![A-Za-z\u0300-\u036f\u20d7])"):
            return [*(Item("letter", c) for c in run[:-1]), self.scripts(Item("letter", run[-1]))]
        if symbol := self.match(r":=|=:") or self.match(r"[^\s][\u0300-\u036f\u20d7]*"):
            return [self.scripts(Item(kind_of(symbol), unicodedata.normalize("NFC", symbol)))]
        raise Ambiguous(self.text[self.at :])

    def scripts(self, item):
        while sign := self.match(r"'+|\^\*|\^|_"):
            if sign[0] == "'" and not item.primes:
                item.primes = len(sign)
            elif sign == "^*" and not item.star:
                item.star = True
            elif sign == "_" and not item.below:
                item.below = self.part("_")
            elif sign == "^" and not item.above:
                item.above = self.part("^")
            else:
                raise Ambiguous(f"two scripts {sign} in {self.text!r}")
        return item


def kind_of(symbol):
    for kind, symbols in {
        "sign": PLUSES, "times": TIMES, "slash": "/", "relation": RELATIONS, "open": "([{⟨⌊⌈", "close": ")]}⟩⌋⌉!",
        "bar": "|‖",
        "comma": ",;:", "large": LARGE, "mark": "∞*⊤", "number": "…",
    }.items():
        if symbol in symbols:
            return kind
    if not symbol[0].isalnum() and symbol[0] not in "∇∂%_":
        raise Ambiguous(f"{symbol!r} is no symbol of a formula")
    return "letter"


# What both mean


@dataclass
class Parser:
    """Relations of sums of products; a product by juxtaposition does not reach over a quotient."""

    items: list
    at: int = 0
    pending: list = field(default_factory=list)

    @property
    def next(self):
        return self.items[self.at] if self.at < len(self.items) else Item("end")

    def whole(self):
        value = self.relations()
        if self.next.kind != "end":
            raise Ambiguous(f"{self.next.text!r} is left over")
        return value

    def relations(self):
        """Expressions with the signs between them; one expression is itself."""
        found, signs = [self.sum()], ""
        while self.next.kind in ("relation", "comma"):
            signs += self.next.text
            self.at += 1
            found.append(self.sum())
        return found[0] if not signs else apply(f"list {signs}", *found)

    def sum(self):
        value = None
        while True:
            sign = ""
            if self.next.kind == "sign" and not self.next.scripted:
                sign = self.next.text
                self.at += 1
                if not self.operand() and value is None:
                    return ("sym", sign)
            elif value is not None:
                return value
            if not self.operand():
                if value is None and not sign:
                    return ("sym", "nothing")
                raise Ambiguous(f"nothing after {sign}")
            term = self.product()
            term = ("neg", term) if sign == "-" else term if sign in ("", "+") else apply(sign, term)
            value = term if value is None else ("+", value, term)

    def operand(self):
        closes = self.next.kind == "bar" and self.pending[-1:] == [self.next.text]
        factor = self.next.kind in ("number", "letter", "word", "large", "open", "bar", "value", "mark")
        return (factor and not closes) or (self.next.kind == "times" and self.placeholder())

    def placeholder(self):
        before = self.items[self.at - 1].kind if self.at else "open"
        return before in ("open", "comma") or (before == "bar" and bool(self.pending))

    def product(self):
        value, quotient = self.factor(), False
        while True:
            kind = self.next.kind
            if kind == "times":
                self.at += 1
                value, quotient = ("*", value, self.factor()), False
            elif kind == "slash":
                self.at += 1
                if quotient:
                    raise Ambiguous("a/b/c")
                value, quotient = ("/", value, self.function()), True
            elif self.next.text == "!" and kind == "close":
                self.at += 1
                value = apply("!", value)
            elif self.operand():
                if quotient:
                    raise Ambiguous(f"a quotient before {self.next.text}: what is divided by what?")
                value = ("*", value, self.factor())
            else:
                return value

    def function(self):
        """A factor; a letter before round brackets is a function of what they hold."""
        letter = self.next.kind == "letter"
        value = self.factor()
        return ("*", value, self.factor()) if letter and self.next.kind == "open" and self.next.text == "(" else value

    def factor(self):
        item = self.next
        if not self.operand():
            raise Ambiguous(f"{item.text!r} where a factor is due")
        self.at += 1
        if item.kind == "number" and item.text != "…":
            return scripted(("num", item.text), item)
        if item.kind == "value":
            return scripted(item.value, item)
        if item.kind in ("open", "bar"):
            return self.enclosed(item)
        if item.kind == "large":
            return self.bound(item)
        if item.kind == "word":
            return self.applied(item)
        return scripted(("sym", item.text), item)

    def enclosed(self, item):
        return scripted(*self.brackets(item))

    def brackets(self, item):
        """What a bracket holds, and the item that closes it; its scripts belong to the function before it, if any."""
        self.pending.append(item.text)
        inside = self.relations()
        closing = self.next
        self.at += 1
        if closing.text not in CLOSING.get(item.text, item.text) or self.pending.pop() != item.text:
            raise Ambiguous(f"{item.text} is closed by {closing.text!r}")
        plain = item.text in "([{" and closing.text in ")]}"
        half_open = plain and inside[0] == "app" and inside[1] == "list ," and (item.text, closing.text) != ("(", ")")
        value = inside if plain and not half_open else apply(item.text + closing.text, inside)
        return value, closing

    def bound(self, item):
        """A sum, an integral or a limit takes the whole product that follows; so does a maximum."""
        body = [self.product()] if self.operand() else []
        return apply(item.text, *filter(None, (item.below, item.above)), *body)

    def applied(self, word):
        if self.next.kind == "open" and not (word.below and word.text in BINDERS):
            self.at += 1
            inside, closing = self.brackets(self.items[self.at - 1])
            return scripted(scripted(apply(word.text, inside), closing), word)
        if word.text in BINDERS:
            return self.bound(word)
        if not self.operand():
            return scripted(("sym", word.text), word)
        value = self.function()
        if self.items[self.at - 1].kind not in ("word", "large", "close", "bar"):
            while self.operand() and self.next.kind in ("number", "letter", "value", "mark"):
                value = ("*", value, self.factor())
        if self.next.kind == "slash" or (self.next.kind == "open" and word.text in REAL):
            raise Ambiguous(f"{word.text} without brackets before {self.next.text}")
        return scripted(apply(word.text, value), word)


def scripted(value, item):
    """A value with its index, primes, star and exponent, whatever the order in which they stand."""
    if item.below:
        simple = value[0] == "sym" and item.below[0] in ("sym", "num") and item.below[1] != "nothing"
        value = ("sym", f"{value[1]}_{item.below[1]}") if simple else apply("index", value, item.below)
    if item.primes:
        value = apply("'" * item.primes, value)
    if item.star:
        value = apply("star", value)
    return ("^", value, item.above) if item.above else value
