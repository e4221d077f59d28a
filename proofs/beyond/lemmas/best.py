"""The best certificates in small dimensions and their bounds, and the searches that find them or others anew."""

from collections.abc import Callable

from sympy import Rational

from proofs.machinery.engine import lemma

BEST: dict[int, tuple[str, Rational]] = {
    5: ("best-d5", Rational(1402880, 10**6)),
    6: ("best-d6", Rational(1582049, 10**6)),
    7: ("best-d7", Rational(1729270, 10**6)),
    8: ("best-d8", Rational(1850601, 10**6)),
    9: ("best-d9", Rational(1967848, 10**6)),
    10: ("best-d10", Rational(2062748, 10**6)),
}
"""Dimension -> the best certificate and its bound, rounded down; at 4 the optimum itself is known."""

WALKS: dict[int, Rational] = {
    4: Rational(1182208, 10**6),
    5: Rational(1408484, 10**6),
    6: Rational(1591929, 10**6),
    7: Rational(1745400, 10**6),
    8: Rational(1876651, 10**6),
    9: Rational(1988418, 10**6),
    10: Rational(2088089, 10**6),
}
"""Dimension -> the bound of `walk/walk-d*`, rounded down; the search behind it finds it anew in seconds."""

LATTICES: dict[int, Rational] = {
    4: Rational(1185258, 10**6),
    5: Rational(1412925, 10**6),
}
"""Dimension -> the bound of `lattice/lattice-d*`, rounded up; the search behind it finds it anew in minutes."""

ANEW: dict[int, Rational] = {
    5: Rational(1401, 1000),
    6: Rational(1579, 1000),
}
"""What the quick search must find anew: less than BEST, and another processor may take another path."""

UPPER = Rational(1187, 1000)
"""The upper bound of eps*_4 that its certificate proves."""


def search(name: str) -> Callable[[], str]:
    """Return the search behind a certificate, not begun."""

    def anew() -> str:
        from proofs.machinery.search.searches import find  # the solver is loaded only where it is needed

        return find(name)

    return anew


if __name__ == "__main__":
    lemma.script(__file__)
