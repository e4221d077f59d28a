"""What a norm is, decided in exact fractions: whether an enclosure holds it."""

from fractions import Fraction

import numpy as np

RNG = np.random.default_rng


def definite(a, square, *, strictly):
    """Whether `square I - A^T A` is positive (semi)definite: exact elimination with rational numbers."""
    a = [[Fraction(float(v)) for v in row] for row in np.asarray(a, dtype=np.float64)]
    n = len(a[0])
    m = [[square * (i == j) - sum(row[i] * row[j] for row in a) for j in range(n)] for i in range(n)]
    for k in range(n):
        pivot = m[k][k]
        if pivot < 0 or (pivot == 0 and (strictly or any(m[k][j] for j in range(k + 1, n)))):
            return False
        for i in range(k + 1, n):
            if m[k][i]:
                ratio = m[k][i] / pivot
                for j in range(k + 1, n):
                    m[i][j] -= ratio * m[k][j]
    return True


def exactly_between(found, a):
    """Whether the enclosure is right, decided in rational numbers."""
    above = definite(a, Fraction(found.upper) ** 2, strictly=False)
    return above and not definite(a, Fraction(found.lower) ** 2, strictly=True)
