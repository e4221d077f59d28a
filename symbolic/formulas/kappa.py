r"""The constant $\kappa$ of the chain bound: the largest worth of a jump in units of the logarithm that it covers.

>>> sp.simplify(sp.diff(ratio, m) - 2 * (m - 1) * g / (m**3 * log(m) ** 2))
0
>>> from symbolic.formulas import chain
>>> sp.simplify(gain - chain.gain(1, m))
0

So the best m solves `g = 0`. There the logarithm is (m - 1)/2, and

>>> sp.solve(g.subs(log(m), ell), ell)
[m/2 - 1/2]
>>> sp.simplify(ratio.subs(log(m), (m - 1) / 2) - at_root)
0
>>> abs(g.subs(m, M).evalf(40)) < 1e-35
True

The rationals are on both sides of m, and `at_root` falls:

>>> [sp.sign(g.subs(m, end).evalf(40)) for end in M_BOUNDS]
[1, -1]
>>> sp.factor(sp.diff(at_root, m))
-4*(m - 2)/m**3
>>> KAPPA_BOUNDS[0] <= at_root.subs(m, M_BOUNDS[1]) < at_root.subs(m, M_BOUNDS[0]) <= KAPPA_BOUNDS[1]
True
"""

import sympy as sp
from sympy import E, LambertW, Rational, log, sqrt

m, ell = sp.symbols("m ell", positive=True)

gain = 2 * (m - 1) ** 2 / m**2
"""What a jump from n to k = n/m coordinates is worth, 2 (1 - 1/m)^2."""

ratio = gain / log(m)
"""The worth of a jump in units of the logarithm that it covers; the chain bound wants its maximum."""

g = 2 * log(m) - m + 1
"""The factor of the derivative of `ratio` that changes its sign."""

at_root = 4 * (m - 1) / m**2
"""`ratio` where ln m = (m - 1)/2."""

M_BOUNDS = (Rational("3.51286241725233"), Rational("3.51286241725234"))
"""Rationals below and above m, checked by the steps root-above and root-below of the theorem kappa."""

KAPPA_BOUNDS = (Rational("0.814528755178146"), Rational("0.814528755178150"))
"""Rationals below and above kappa, checked by the steps kappa-above and kappa-below of the theorem kappa."""

M = -2 * LambertW(-1 / (2 * sqrt(E)), -1)
"""The root m as a closed constant."""
