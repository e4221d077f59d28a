"""What the theorems speak of: the definition of a smoothing and of the least gap, and the notation."""

from __future__ import annotations

from symbolic.formulas import potentials, universal
from symbolic.printing.latex import formula

DEFINITION = r"""\begin{definition}[Smoothing, least gap]\label{def:smoothing}
Let $d \ge 2$ and $\max x = \max(x_1, \dots, x_d)$ for $x \in \mathbb{R}^d$. A differentiable function
$f : \mathbb{R}^d \to \mathbb{R}$ is \emph{$L$-smooth} if
$\|\nabla f(x) - \nabla f(y)\|_1 \le L\,\|x - y\|_\infty$ for all $x$ and $y$. For $\varepsilon \ge 0$ an
\emph{$\varepsilon$-smoothing of\/ $\max$} is a convex and 1-smooth $f$ with
$\max x \le f(x) \le \max x + \varepsilon$ for every $x \in \mathbb{R}^d$. The least $\varepsilon$ for which there is
one is $\varepsilon^*_d$, the \emph{least gap}.
\end{definition}
"""
"""Definition 1; that the infimum is attained is the theorem on the least smoothing."""

_WORDS = r"""The \emph{gap} of a function $f \ge \max$, an \emph{over-estimate} of the maximum, is the supremum of
$f - \max$; we also say by how much $f$ overshoots. A smoothing at \emph{temperature} $t > 0$ is $f_t(x) = tf(x/t)$: it
is $1/t$-smooth with $t$ times the gap. LogSumExp is $\mathrm{LSE}(x) = \ln\sum_i e^{x_i}$, and its gradient, with the
entries $e^{x_i}/\sum_j e^{x_j}$, is the \emph{softmax}.
"""

_SIMPLEX = r"""The \emph{simplex} $\Delta_d$ is the set of vectors with entries $x_i \ge 0$ of sum 1; $e_1, \dots, e_d$
are its vertices, $u = (\frac1d, \dots, \frac1d)$ is its centre. A function is \emph{symmetric} if it does not change
when entries change places.
A function $h$ on the simplex is \emph{1-strongly convex} in $\|\cdot\|_1$ if
\[ h((1-s)a + sb) \le (1-s)h(a) + sh(b) - \tfrac12s(1-s)\|a - b\|_1^2 \quad\text{for } 0 \le s \le 1; \]
$h_1$ is its value at the vertices, where it is symmetric.
"""

_MOVES = r"""A \emph{move} takes a point $x$ of the simplex to
points $y_j$ with probabilities $p_j$ and mean $x$; its \emph{gain} is $\frac12\sum_j p_j\|y_j - x\|_1^2$.
"""

_CHAIN = r"""With $u_n$ for the point with $n$ entries $\frac1n$ and zeros behind them, the \emph{chain bound} is $L_1
= 0$, $L_n = \max_{k<n}\,[L_k + 2(1 - k/n)^2]$, and $\kappa = \max_{0<r<1} 2(1-r)^2/(-\ln r) = 0.81452\dots$, which
\cite{paper} prints as $0.8145$. A \emph{potential} is a function $V$ on the simplex with $h + V \le h_1$ for every
symmetric 1-strongly convex $h$; its value at the centre is a lower bound of $\varepsilon^*_d$.
"""


def universal_regulariser() -> str:
    """Return the definition of phi and U, from the formulas of the theorems."""
    small, large = formula(universal.SMALL), formula(universal.LARGE)
    return (
        rf"The \emph{{universal smoothing}} is $\max_{{q \in \Delta_d}}\langle q, y\rangle - \sum_i(\phi(q_i) + (\ln 2 "
        rf"- \frac12)q_i)$ with $\phi(x) = {small}$ for "
        rf"$x \le \frac12$ and $\phi(x) = {large}$ for $x \ge \frac12$, where $0\ln 0 = 0$; "
        r"$U(x) = -\sum_i(\phi(x_i) + (\ln 2 - \frac12)x_i)$." "\n"
    )


def lower_potential() -> str:
    """Return the definition of the potential of the universal lower bound."""
    left, middle, right = (formula(part) for part in (potentials.LEFT, potentials.MIDDLE, potentials.RIGHT))
    return (
        rf"The potential of \thmref{{thm:universal-lower}} is $-\sum_i\varphi(x_i)$ with $\varphi(x) = {left}$ "
        rf"{potentials.WHERE['left']}, ${middle}$ {potentials.WHERE['middle']} and ${right}$ "
        rf"{potentials.WHERE['right']}; that of \thmref{{thm:sharper-lower}} has more pieces and is written out in "
        r"\texttt{symbolic/formulas/sharper\_potential.py}." "\n"
    )


def notation_tex() -> str:
    """Return Definition 1 and all notation."""
    return "\n".join([DEFINITION, _WORDS, _SIMPLEX + _MOVES, universal_regulariser(), lower_potential(), _CHAIN])


def short_tex(potentials_too: bool) -> str:
    """Return Definition 1 and the notation that a single theorem needs."""
    return "\n".join([DEFINITION, _SIMPLEX, *([universal_regulariser()] if potentials_too else [])])
