"""The last addition of a computed smoothing: f_c = (f + r)(1 + delta), where r is the error of what is added to m."""

from collections.abc import Sequence

from proofs.machinery.engine.proof import Proof

from sympy import Abs, Expr

from proofs.machinery.engine import lemma
from symbolic.formulas.rounding import computed, delta, u, value, within
from symbolic.notation import reals
from symbolic.relations import Relation, eq, ge, gt, le

r = reals("r")[0]


def added(bound: Expr) -> list[Relation]:
    """Return what is known of the computed value, if (1 + u)|r| is at most the bound without its part u|f|."""
    radius = bound - u * Abs(value)
    return [
        le(u, 1), *within(delta, u), *within((1 + u) * r, radius), eq(computed, (value + r) * (1 + delta)),
        *within(value, Abs(value)),
    ]


def in_absolute_value(T: Proof, name: str, text: str, signs: Sequence[Relation], off: Expr, bound: Expr) -> None:
    """Record that an error between minus the bound and the bound is at most the bound in size."""
    T.forall(
        name, [*signs, le(off, bound), ge(off, -bound), ge(Abs(off), 0)], le(Abs(off), bound), text,
        form=(bound - off) * (bound + off) / (bound + Abs(off)),
    )


def last_addition(T: Proof, bound: Expr, signs: Sequence[Relation]) -> None:
    """Record the step from r to the claim about the value, in the letters of the theorem."""
    radius, off, size, share = bound - u * Abs(value), computed - value, Abs(value), (1 + delta) / (1 + u)
    signs = [gt(u, 0), *signs]
    T.forall("room", signs, ge(radius, 0), r"(the bound is not negative)", form=radius)
    T.forall("one-more", [*within(delta, u), le(u, 1)], ge(1 + delta, 0), form=[delta + u, 1 - u])
    given = [
        *signs, gt(1 + u, 0), ge(radius, 0), ge(1 + delta, 0), *within(delta, u), *within(value, size),
        *within((1 + u) * r, radius),
    ]
    T.forall(
        "claim-above", [*given, le(computed, (value + r) * (1 + delta))], le(off, bound), r"above,",
        form=[(value + r) * (1 + delta) - computed, (u - delta) * (size + value) / 2, (u + delta) * (size - value) / 2,
              share * (radius - (1 + u) * r), (u - delta) / (1 + u) * radius],
    )
    T.forall(
        "claim-below", [*given, ge(computed, (value + r) * (1 + delta))], ge(off, -bound), r"below,",
        form=[computed - (value + r) * (1 + delta), (u + delta) * (size + value) / 2, (u - delta) * (size - value) / 2,
              share * (radius + (1 + u) * r), (u - delta) / (1 + u) * radius],
    )
    in_absolute_value(T, "claim", r"and so in absolute value.", [*signs, ge(size, 0)], off, bound)


if __name__ == "__main__":
    lemma.script(__file__)
