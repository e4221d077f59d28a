"""Every string of LaTeX that the project shows: theorems, claims, steps, experiments and captions."""

import re

from numeric_checks.experiments import EXPERIMENTS, experiment
from proofs import registry
from proofs.machinery.documents.figures import DRAWN
from proofs.machinery.engine import records
from symbolic.printing.latex_tree import pieces

ACCENT = re.compile(r"\\(?:wide)?(?:tilde|bar|hat|vec|dot|overline)\b")
"""An accent, as it is written."""


def strings():
    """Pairs of a place and its LaTeX."""
    for owner in (*registry.theorems().values(), *registry.claims().values()):
        for what in ("title", "source", "conclusion"):
            yield f"{owner.id} {what}", getattr(owner.statement, what)
        for k, item in enumerate(owner.derivation.items):
            yield f"{owner.id} {getattr(item, 'name', k)}", item.text
    yield from ((f"{theorem.id} sketch", theorem.sketch) for theorem in registry.theorems().values())
    for name in EXPERIMENTS:
        one, record = experiment(name), records.read(name)
        yield from ((name, latex) for latex in (one.title, one.expected, record.expected, record.found))
    yield from ((name, drawn.caption) for name, drawn in DRAWN.items())


def formulas():
    """Every formula, once, with its dollars."""
    return sorted({piece for _, latex in strings() for piece in pieces(latex)[1::2]})


def names():
    """The words that stand upright in a formula."""
    found = {word for latex in formulas() for word in re.findall(r"\\(?:mathrm|operatorname|text)\{([^}]*)\}", latex)}
    return {word for word in found if len(word) > 1}
