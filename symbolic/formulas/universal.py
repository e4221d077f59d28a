r"""The universal smoothing: the function of one entry of its regulariser, and what it exceeds the largest entry by.

The second derivatives are 1/x up to 1/2, and 4 - 1/(1 - x) from there:

>>> from sympy import diff, dsolve, limit, simplify
>>> diff(SMALL, x, 2)
1/x
>>> simplify(diff(LARGE, x, 2) - (4 - 1 / (1 - x)))
0

Value, slope and second derivative agree at 1/2, which is what SAVED is for:

>>> [simplify((diff(SMALL, x, order) - diff(LARGE, x, order)).subs(x, HALF)) for order in (0, 1, 2)]
[0, 0, 0]

At 1 only the polynomial is left, and the range of the sum is SAVED less than that of the entropy:

>>> limit(LARGE, x, 1, "-") == POLYNOMIAL.subs(x, 1) == -SAVED
True

With a largest entry 1 - eta and the others at their best, PULL is what is maximised; MIDDLE is its maximum:

>>> from sympy import solve
>>> [best] = solve(diff(PULL, eta), eta)
>>> simplify(PULL.subs(eta, best) - MIDDLE)
0
>>> simplify(LARGE.subs(x, 1 - eta) + eta * log(eta) + SAVED - (2 * eta**2 - 2 * eta))
0

At tau = 0, where the entry is 1/2, it meets NEAR, the excess of LogSumExp, with the same slope; at tau = 2 it ends in
0:

>>> apart = log(1 + exp(-tau)) - (MIDDLE + SAVED)
>>> [simplify(apart.diff(tau, order).subs(tau, 0)) for order in (0, 1)]
[0, 0]
>>> simplify(NEAR - (log(1 + exp(-tau)) - SAVED)), [MIDDLE.diff(tau, order).subs(tau, 2) for order in (0, 1)]
(0, [0, 0])
"""

from sympy import Rational, exp, log

from symbolic.notation import positives, reals

x, eta = positives("x eta")
tau = reals("tau")[0]

HALF = Rational(1, 2)

SAVED = log(2) - HALF
"""By how much the gap is less than that of LogSumExp."""

SMALL = x * log(x)
"""The function of an entry up to 1/2."""

POLYNOMIAL = 2 * x**2 - 2 * x - SAVED
"""What LARGE has besides the entropy of 1 - x."""

LARGE = POLYNOMIAL - (1 - x) * log(1 - x)
"""The function of an entry from 1/2 on."""

PULL = (2 - tau) * eta - 2 * eta**2
"""What the weight eta on the other entries gains, where the largest entry is tau ahead of their LogSumExp."""

NEAR, MIDDLE = log(1 + exp(-tau)) - SAVED, (2 - tau) ** 2 / 8
"""The excess over the largest entry, for tau up to 0 and from 0 to 2."""
