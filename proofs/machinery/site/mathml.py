"""Formulas and prose as HTML with MathML, which every browser of today shows without a script, a font or a network.

latex2mathml reads the LaTeX; what browsers would set badly of its answer is mended here: functions stand off their
arguments, names of several letters are one upright word, and a formula of several lines is a table of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from xml.etree import ElementTree

from latex2mathml.converter import convert

from symbolic.printing.latex_tree import pieces, text

Element = ElementTree.Element

_ROWS = ("math", "mrow", "mtd", "mstyle", "msqrt")
"""The elements that may have any number of children."""
_LIMITS = frozenset({"max", "min", "sup", "inf", "lim"})
"""Functions whose index stands below them in a display."""
_FUNCTIONS = _LIMITS | {
    *("ln", "log", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "arccos", "arcsin"),
    *("sign", "softmax", "LSE"),
}
_THIN = "0.167em"
_SCRIPTS = ("msup", "msub", "msubsup", "munder")
_OPENING = ("(", "[", "{")
_CLOSING = (")", "]", "}", "|", "\u2016", "\u27e9", "!")
_BRACKETS = ("(", ")", "[", "]", "{", "}")
_SIGNS = ("\u2212", "+", "\u00b1", "\u2213")
_TIGHT = ("/", "|", "\u2016", "\u2026", "\u221e")
"""What stands close to its neighbours."""


class BadFormula(ValueError):
    """A formula that has no well-formed MathML."""


def _cleaned(latex: str) -> str:
    r"""LaTeX without dollars and without what only the printed document knows, such as \fit."""
    latex = latex.strip()
    for opening, closing in (("$$", "$$"), ("$", "$"), (r"\[", r"\]"), (r"\(", r"\)")):
        if latex.startswith(opening) and latex.endswith(closing) and len(latex) >= len(opening + closing):
            latex = latex[len(opening) : len(latex) - len(closing)]
            break
    latex = re.sub(r"\\fit(?=\{)", "", latex).replace("aligned}", "align*}")
    return re.sub(r"(?<!\\)%", r"\\%", latex.strip())


def _leading(element: Element) -> str:
    """Return the first character that an element shows."""
    return "".join(element.itertext()).strip()[:1]


def _base(element: Element) -> Element:
    return element[0] if element.tag in _SCRIPTS and len(element) else element


def _is_function(element: Element) -> bool:
    base = _base(element)
    return base.tag == "mi" and (base.text or "") in _FUNCTIONS


def _joined_name(element: Element) -> str:
    """Return the word that a row of upright letters spells; empty where it is anything else."""
    upright = all(child.tag == "mi" and child.get("mathvariant") == "normal" for child in element)
    return "".join(child.text or "" for child in element) if element.tag == "mrow" and upright else ""


def _spelled(element: Element) -> None:
    """Make one upright word of a name that is spelled in letters or set as an operator, and mend the children."""
    for number, child in enumerate(list(element)):
        if len(word := _joined_name(child)) > 1:
            element[number] = ElementTree.Element("mi")
            element[number].text = word
        elif child.tag == "mo" and (child.text or "").isalpha():
            child.tag = "mi"
            if len(child.text or "") == 1:
                child.set("mathvariant", "normal")
        else:
            _spelled(child)


def _ends_operand(element: Element | None) -> bool:
    """Say whether an operator behind this element would stand between two operands."""
    if element is None or element.tag == "mspace":
        return False
    return element.tag != "mo" or ((element.text or "") in _CLOSING and element.get("form") != "prefix")


def _spaced(element: Element) -> None:
    """Set functions off from what stands beside them; keep signs and bars close to what they belong to."""
    for child in element:
        _spaced(child)
        if child.tag == "mo" and child.text in _TIGHT:
            child.attrib |= {"lspace": "0", "rspace": "0"}
        if child.tag == "mo" and child.text in _BRACKETS and child.get("stretchy") == "true":
            del child.attrib["stretchy"]  # brackets stretch by themselves
        child.attrib.pop("fence", None)  # says nothing to a browser
    if element.tag not in _ROWS:
        return
    found: list[Element] = []
    for child in element:
        before = found[-1] if found else None
        if child.tag == "mo" and child.text in _SIGNS and not _ends_operand(before):
            child.set("form", "prefix")
        behind = before is not None and _is_function(before) and _leading(child) not in _OPENING
        if behind or (_is_function(child) and _ends_operand(before)):
            found.append(ElementTree.Element("mspace", width=_THIN))
        found.append(child)
    element[:] = found


def _lowered(root: Element) -> None:
    """Put the index of a maximum or a limit below it, as a display has it."""
    for element in root.iter("msub"):
        if element[0].tag == "mi" and element[0].text in _LIMITS:
            element.tag = "munder"


def _written(element: Element) -> str:
    return ElementTree.tostring(element, encoding="unicode", short_empty_elements=False)


@cache
def mathml(latex: str, display: bool = False) -> str:
    """Return a formula, with or without its dollars, as a `math` element; BadFormula where that cannot be.

    >>> mathml(r"$\\ln d$").count("mspace"), mathml(r"\\ln(d)").count("mspace")
    (2, 0)
    """
    if len(re.findall(r"(?<!\\)\{", latex)) != len(re.findall(r"(?<!\\)\}", latex)):
        raise BadFormula(f"{latex!r} has no MathML: its braces do not match")
    try:
        root = ElementTree.fromstring(convert(_cleaned(latex), display="block" if display else "inline"))
    except Exception as error:
        raise BadFormula(f"{latex!r} has no MathML: {error}") from error
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    shown = "".join(root.itertext())
    if "\\" in shown:
        raise BadFormula(f"{latex!r} has no MathML: {shown[shown.index(chr(92)):][:20]!r} is not understood")
    _spelled(root)
    if display:
        _lowered(root)
    else:
        del root.attrib["display"]
    _spaced(root)
    return _written(root)


def _displays(latex: str) -> Iterator[str]:
    r"""Yield the formulas of a display: those of a gather* one by one."""
    gathered = re.fullmatch(r"\\begin\{gather\*\}\n?(.*)\n?\\end\{gather\*\}", latex.strip(), re.DOTALL)
    yield from (gathered[1].split(" \\\\\n\\fit") if gathered else [latex])


_REFERENCE = re.compile(r"\\ref\{([a-z0-9-]+)\}")


def prose(latex: str, folder: str = "") -> str:
    r"""Return LaTeX prose as HTML, its formulas in the line; `folder` leads to the pages that \ref{id} links to.

    >>> prose("a < b & $x$")
    'a &lt; b &amp; <math><mrow><mi>x</mi></mrow></math>'
    >>> prose(r"by \ref{lse-gap}", "../theorems/")
    'by <a href="../theorems/lse-gap.html">lse-gap</a>'
    """
    found = _REFERENCE.split(latex)
    told = [_plain_prose(part) if number % 2 == 0 else part for number, part in enumerate(found)]
    told[1::2] = [f'<a href="{folder}{id}.html">{id}</a>' for id in told[1::2]]
    return re.sub(r"\s+", " ", "".join(told)).strip()


def _plain_prose(latex: str) -> str:
    parts = pieces(latex)
    parts[::2] = [escape(text(part), quote=False) for part in parts[::2]]
    parts[1::2] = [mathml(part) for part in parts[1::2]]
    return "".join(parts)


_DISPLAY = re.compile(r"\\\[(.*?)\\\]|(\\begin\{gather\*\}.*?\\end\{gather\*\})", re.DOTALL)


def display(latex: str) -> str:
    r"""Return what `symbolic.printing.latex.goal_latex` writes as HTML: formulas in boxes that scroll where narrow."""
    given, _, rest = latex.rpartition("\n\\[") if latex.startswith(r"\given{") else ("", "", latex)
    if given:
        rest = rf"\[{rest}"
    boxes = "".join(
        f'<div class="formula" tabindex="0">{mathml(formula, display=True)}</div>'
        for match in _DISPLAY.finditer(rest)
        for formula in _displays(match[1] or match[2])
    )
    if not given:
        return boxes
    inside = given.removeprefix(r"\given{").removesuffix("}").strip()
    return f"<p>Given {_mixed(inside)} we have</p>{boxes}"


def _mixed(latex: str) -> str:
    """Return conditions: formulas in the line, or displayed."""
    if not _DISPLAY.search(latex):
        return prose(latex)
    formulas = [f for match in _DISPLAY.finditer(latex) for f in _displays(match[1] or match[2])]
    return " ".join(mathml(formula, display=True) for formula in formulas)
