"""What may break LaTeX: odd characters, words and formulas too long for a line."""

import sympy as sp

NASTY = r"50% of x_1 & #2, $3, ^up, ~tilde, {braces} \backslash, ε ≤ ∞, ℝ, é, ‖v‖, 日 -- << \emph"
LONG_WORD = "slack=" + "*(b-a)*(c+d)" * 40 + "1234567890" * 30
LONG_SUM = sp.Add(*(sp.Symbol(f"y_{k}") * sp.Symbol(f"zeta_{k}") ** 2 / (k + 3) for k in range(30)))
LONG_PRODUCT = 3 * sp.Symbol("t", real=True) * LONG_SUM**2 * (LONG_SUM + 1) / 7
