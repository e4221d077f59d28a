"""The two piecewise linear functions behind kind "pairs": knots and values of the certificate of upper-d4.   [upper-d4]

They are the second derivatives of phi on [0, 1] and of psi on [0, 1/2]. Integrated exactly, then rounded once: when
this module is imported, which only kind "pairs" does. So torch.compile finds numbers, and has nothing to follow.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

SINGLE = """
0 993599597/500000; 1/4096 665943179/500000; 1/2048 1001488161/1000000; 3/4096 802668503/1000000; 1/1024
669272341/1000000; 3/2048 510526121/1000000; 1/512 25670823/62500; 5/2048 68681283/200000; 3/1024 147116799/500000;
7/2048 25716793/100000; 1/256 227962671/1000000; 5/1024 37445549/200000; 3/512 158221537/1000000; 7/1024
136835053/1000000; 1/128 120197001/1000000; 9/1024 53926663/500000; 5/512 12148791/125000; 11/1024 44314563/500000;
3/256 8112191/100000; 13/1024 18784203/250000; 7/512 34888301/500000; 15/1024 65197627/1000000; 1/64
61054017/1000000; 9/512 27175359/500000; 5/256 9795433/200000; 11/512 5577157/125000; 3/128 818761/20000; 13/512
18931351/500000; 7/256 35181367/1000000; 15/512 32892977/1000000; 1/32 30843609/1000000; 9/256 27472327/1000000;
5/128 12369743/500000; 11/256 11266961/500000; 3/64 4134841/200000; 13/256 19107239/1000000; 7/128 8873289/500000;
15/256 2073669/125000; 1/16 1556463/100000; 17/256 7331047/500000; 9/128 3462607/250000; 19/256 656811/50000; 5/64
6244403/500000; 21/256 476019/40000; 11/128 1136439/100000; 23/256 169999/15625; 3/32 326059/31250; 25/256
10021403/1000000; 13/128 9640027/1000000; 27/256 9290149/1000000; 7/64 4482129/500000; 29/256 346369/40000; 15/128
1674829/200000; 31/256 4054797/500000; 1/8 7860857/1000000; 17/128 7405133/1000000; 9/64 1750539/250000; 19/128
3319891/500000; 5/32 6314951/1000000; 21/128 6019937/1000000; 11/64 5752589/1000000; 23/128 2753877/500000; 3/16
2641949/500000; 25/128 5077451/1000000; 13/64 977453/200000; 27/128 11777/2500; 7/32 1137371/250000; 29/128
879771/200000; 15/64 4256323/1000000; 31/128 4126397/1000000; 1/4 2000241/500000; 17/64 471677/125000; 9/32
3570737/1000000; 19/64 847223/250000; 5/16 3225489/1000000; 21/64 48104/15625; 11/32 184131/62500; 23/64
353179/125000; 3/8 1357683/500000; 25/64 653823/250000; 13/32 1261989/500000; 27/64 1234051/500000; 7/16
2424947/1000000; 29/64 2378459/1000000; 15/32 2330391/1000000; 31/64 2278551/1000000; 1/2 69521/31250; 33/64
2166499/1000000; 17/32 26321/12500; 35/64 2039933/1000000; 9/16 985397/500000; 37/64 75833/40000; 19/32
113533/62500; 39/64 1730413/1000000; 5/8 163821/100000; 41/64 1538071/1000000; 21/32 1430139/1000000; 43/64
1312153/1000000; 11/16 118397/100000; 45/64 65181/62500; 23/32 444133/500000; 47/64 17917/25000; 3/4 526597/1000000;
49/64 62689/200000; 25/32 1857/25000; 51/64 -197363/1000000; 13/16 -507767/1000000; 53/64 -432687/500000; 27/32
-641617/500000; 55/64 -443831/250000; 7/8 -2362991/1000000; 57/64 -1231/400; 29/32 -494573/125000; 59/64
-2536839/500000; 15/16 -3251097/500000; 61/64 -8302987/1000000; 31/32 -10407291/1000000; 63/64 -1201619/100000; 1
-12821311/1000000
"""

PAIR = """
0 -46428449/100000; 1/2048 -315374291/1000000; 1/1024 -234967079/1000000; 3/2048 -18699701/100000; 1/512
-76296427/500000; 3/1024 -28469039/250000; 1/256 -89705733/1000000; 5/1024 -73125689/1000000; 3/512
-30522101/500000; 7/1024 -25953321/500000; 1/128 -44456707/1000000; 5/512 -34499519/1000000; 3/256 -13766033/500000;
7/512 -22480633/1000000; 1/64 -9225323/500000; 5/256 -204857/15625; 3/128 -2447499/250000; 7/256 -3774181/500000;
1/32 -6000781/1000000; 9/256 -2418533/500000; 5/128 -801861/200000; 11/256 -677397/200000; 3/64 -1442507/500000;
13/256 -78161/31250; 7/128 -2189451/1000000; 15/256 -387197/200000; 1/16 -1710937/1000000; 9/128 -690999/500000;
5/64 -228489/200000; 11/128 -965393/1000000; 3/32 -412429/500000; 13/128 -22469/31250; 7/64 -315443/500000; 15/128
-563269/1000000; 1/8 -502349/1000000; 9/64 -83039/200000; 5/32 -353009/1000000; 11/64 -306923/1000000; 3/16
-272023/1000000; 13/64 -9799/40000; 7/32 -11183/50000; 15/64 -103287/500000; 1/4 -96357/500000; 17/64
-181313/1000000; 9/32 -537/3125; 19/64 -163937/1000000; 5/16 -39319/250000; 21/64 -151643/1000000; 11/32
-73421/500000; 23/64 -71363/500000; 3/8 -69593/500000; 49/128 -34417/250000; 25/64 -136143/1000000; 51/128
-134821/1000000; 13/32 -3337/25000; 53/128 -57057/500000; 27/64 -47039/500000; 55/128 -1198/15625; 7/16
-6007/100000; 57/128 -23121/500000; 29/64 -33611/1000000; 59/128 -951/40000; 15/32 -3681/250000; 61/128 -451/50000;
31/64 -3849/1000000; 63/128 -1803/1000000; 1/2 0
"""


CELLS = 4096
"""All knots are multiples of 1/CELLS."""

FIRST_CELL = np.array([0, 0, 0, 0, CELLS + 1, CELLS + 1, CELLS + 1])
"""Where the cells of phi, for four entries, and of psi, for three pair sums, begin in the table of both."""

Numbers = np.ndarray[Any, Any]


class Table(NamedTuple):
    """A cubic spline: the piece that each cell of [0, 1] belongs to, and from the knot on where each piece begins, its
    value, slope, second and third derivative.
    """

    pieces: Numbers
    rows: Numbers


def parsed(text: str) -> list[tuple[Fraction, Fraction]]:
    """Return the knots and the values there."""
    return [(Fraction(knot), Fraction(value)) for knot, value in map(str.split, text.split(";"))]


def integrated(points: list[tuple[Fraction, Fraction]], *, flat_end: bool) -> Table:
    """Return the spline with this second derivative, 0 and flat at the first knot, or flat at the last one instead."""
    rows, value, slope = [], Fraction(0), Fraction(0)
    if flat_end:
        slope = -sum(((x - k) * (a + b) / 2 for (k, a), (x, b) in pairwise(points)), Fraction(0))
    for (knot, second), (following, other) in pairwise(points):
        width, third = following - knot, (other - second) / (following - knot)
        rows.append((knot, value, slope, second, third))
        value += width * slope + width**2 / 2 * second + width**3 / 6 * third
        slope += width * second + width**2 / 2 * third
    begins = np.array([int(CELLS * row[0]) for row in rows])
    pieces = np.searchsorted(begins, np.arange(CELLS + 1), side="right") - 1
    return Table(pieces, np.array([[float(entry) for entry in row] for row in rows]).T.copy())


def _both() -> Table:
    """Return phi and psi as one table: the cells of psi, from CELLS + 1 on, and its pieces after those of phi."""
    phi, psi = integrated(parsed(SINGLE), flat_end=False), integrated(parsed(PAIR), flat_end=True)
    pieces = np.concatenate([phi.pieces, psi.pieces + phi.rows.shape[1]])
    return Table(pieces, np.concatenate([phi.rows, psi.rows], axis=1))


def _gap() -> float:
    """Return h(e_1) - h(u), the worst gap, rounded once."""
    total = Fraction(0)
    for text, weight in ((SINGLE, 1), (PAIR, 3)):
        for (x, a), (y, b) in pairwise(parsed(text)):
            for low, high in _parts(x, y, weight):
                at = [a + (b - a) * (end - x) / (y - x) for end in (low, high)]
                middle = (at[0] + at[1]) / 2
                ends = [_factor(end, weight) * value for end, value in zip((low, high), at, strict=True)]
                between = _factor((low + high) / 2, weight) * middle
                total += (high - low) * (ends[0] + ends[1] + 4 * between) / 6  # Simpson's rule is exact here
    return float(total)


def _parts(x: Fraction, y: Fraction, weight: int) -> list[tuple[Fraction, Fraction]]:
    """Return the piece, cut at 1/4 where the factor bends."""
    quarter = Fraction(1, 4)
    return [(x, quarter), (quarter, y)] if weight == 1 and x < quarter < y else [(x, y)]


def _factor(t: Fraction, weight: int) -> Fraction:
    """Return min(3t, 1 - t) for phi, 3t for psi."""
    return min(3 * t, 1 - t) if weight == 1 else 3 * t


BOTH = _both()
"""phi and psi as one table."""

GAP = _gap()
"""The worst gap at temperature 1."""
