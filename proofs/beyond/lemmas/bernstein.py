"""The Bernstein form of a polynomial on a simplex: where its coefficients are not negative, neither is the
polynomial.
"""

from collections.abc import Sequence

from sympy import Expr, Poly, linsolve, prod, symbols

from proofs.machinery.engine import lemma


def bernstein(value: Expr, sides: Sequence[Expr]) -> list[Expr]:
    """Return a polynomial as a sum of terms whose signs can be seen where all `sides` are nonnegative.

    The sides are affine and bound a simplex.  Each is scaled to be 1 at the opposite corner; then they are the
    barycentric coordinates, which add up to 1, and the polynomial is written in them with terms of one degree.
    """
    variables = sorted(set().union(*(side.free_symbols for side in sides)), key=str)
    corners = []
    for side in sides:
        (corner,) = linsolve([other for other in sides if other != side], variables)
        corners.append(dict(zip(variables, corner, strict=True)))
    coordinates = symbols(f"lambda:{len(sides)}")
    poly = Poly(value, *variables)
    degree = poly.total_degree()
    one, spread = Poly(sum(coordinates), *coordinates), Poly(0, *coordinates)
    point = [
        Poly(sum(c * corner[v] for c, corner in zip(coordinates, corners, strict=True)), *coordinates)
        for v in variables
    ]
    for powers, coefficient in poly.terms():
        spread += coefficient * one ** (degree - sum(powers)) * prod(z**k for z, k in zip(point, powers, strict=True))
    heights = [side.subs(corner) for side, corner in zip(sides, corners, strict=True)]
    return [
        coefficient / prod(z**k for z, k in zip(heights, powers, strict=True))
        * prod(z**k for z, k in zip(sides, powers, strict=True))
        for powers, coefficient in spread.terms()
    ]


if __name__ == "__main__":
    lemma.script(__file__)
