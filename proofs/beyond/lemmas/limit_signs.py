r"""From means to signs: a direction in which the sum over pairs bends down.

Lambda is the sum of g over all pairs of entries, Psi = kappa Lambda^(2/5). The means are 1 for the largest entry and
-m for all others; the quadratic form is concave along the moves that keep the balance, so that signs are no worse.
"""

from collections.abc import Callable

from proofs.machinery.engine.proof import Proof

import sympy as sp
from sympy import Derivative, Function

from proofs.machinery.engine import lemma
from symbolic.formulas.pair import POWER, TAU
from symbolic.notation import positives, reals, t
from symbolic.relations import ge, gt, le

L, kappa = positives("Lambda kappa")
A, B, G, al, be, nu, X = reals("A B Gamma alpha beta nu X")
m, lam, mu, a, P, N, p1 = reals("m lambda mu a P N p_1")
ti, tj, xi, xj, ep, Gij, Li, Lj, ell = reals("theta_i theta_j x_i x_j epsilon K Lambda_i Lambda_j ell")
a1, b1, q0, q1, q2, qa, qb, c0, ca, cb = reals("a_+ a_- q_0 q_1 q_2 q_+ q_- c c_i c_j")
xk, th, D, e, X1, X2, E = reals("x_k theta Delta e X_+ X_- E")
total = Function("Lambda")


def means(T: Proof) -> None:
    """With means in place of signs each pair is enough for itself."""
    T.say(
        r"II. Means. Let $\Lambda = \sum_{i<j} g(x_i, x_j)$ and $\Psi = \kappa\Lambda^p$ with $p = \frac25$. Along "
        r"$v_i = \theta_ix_i$ let $X = v\cdot\nabla\Lambda$, the sum of $(\theta_i\alpha + \theta_j\beta)g$ over the "
        r"pairs; $v'D^2\Lambda v$ is the sum of $(\theta_i^2A + \theta_j^2B + 2\theta_i\theta_j\Gamma)g$."
    )
    power, first = kappa * total(t) ** POWER, Derivative(total(t), t)
    T.derivative(
        "chain-rule", power, t,
        POWER * kappa * total(t) ** (POWER - 1) * (Derivative(total(t), (t, 2)) - (1 - POWER) * first**2 / total(t)),
        r"$v'D^2\Psi v = p\kappa\Lambda^{p-1}(v'D^2\Lambda v - (1-p)X^2/\Lambda)$.", order=2,
    )
    T.forall(
        "tangent", [gt(L, 0)], ge((1 - POWER) * X**2 / L, -2 * m * X - 2 * m**2 * TAU * L),
        r"A tangent of the parabola makes the last term a sum over pairs, too, for any $m$; $2(1-p)\tau = 1$.",
        form=(1 - POWER) / L * (X + 2 * m * TAU * L) ** 2,
    )
    T.say(
        r"Let $x_1 \le \frac12$ be a largest entry, $m = x_1/(1-x_1)$, and let the means be $\theta = (1, -m, \dots, "
        r"-m)$: $\sum\theta_ix_i = 0$ and $0 \le m \le 1$. In the diagonal terms we put 1 for $\theta_i^2$."
    )
    T.forall(
        "pair-of-others", [le(A + B, -nu), le(G, al + be - TAU)],
        le(A + B + 2 * m**2 * G + 2 * m * (-m * (al + be)) + 2 * m**2 * TAU, -nu),
        r"A pair without the largest entry contributes at most $-\nu g$, by (K1) and (K4),",
        form=[-nu - A - B, 2 * m**2 * (al + be - TAU - G)],
    )
    T.forall(
        "pair-with-largest", [le(A + B, -nu), ge(G, al), ge(be, 1), ge(m, 0)],
        le(A + B - 2 * m * G + 2 * m * (al - m * be) + 2 * m**2 * TAU, -nu),
        r"and so does a pair with it, by (K1), (K2) and (K3).",
        form=[-nu - A - B, 2 * m * (G - al), 2 * m**2 * (be - 1), m**2 / 3],
    )
    T.induction(
        "all-pairs", base=le(p1, -nu), base_given=[le(p1, -nu)], given=[le(P, -N), le(p1, -nu)],
        step=le(P + p1, -(N + nu)), step_form=[-N - P, -nu - p1],
        moves={P: P + p1, N: N + nu}, start={P: 0, N: 0},
        text=r"All pairs together (with $g$ in $p_1$ and $\nu$) contribute at most $-\sum\nu g$.",
    )
    T.formally(
        "means", "TightMax.LimitMeans.means_bend_down",
        r"So with $q(\theta) = \sum_{i \ne j}\theta_i\theta_jx_ix_j\Lambda_{ij} - "
        r"(1-p)(\sum\theta_ix_i\Lambda_i)^2/\Lambda$ we have $\sum x_i^2\Lambda_{ii} + q(\theta) \le -\sum\nu g$ at "
        r"these means.",
    )


def ray(T: Proof) -> None:
    """One entry above one half against all the others."""
    T.say(
        r"If $x_1 > \frac12$, let $v_1 = \frac12 = \lambda x_1$ and $v_j = -x_j/(2(1-x_1)) = -\mu x_j$. The tangent "
        r"is that for $m = \mu$."
    )
    T.forall(
        "ray-order", [ge(2 * xi, 1), gt(xi, 0), gt(1 - xi, 0)], ge(1 / (2 * (1 - xi)), 1 / (2 * xi)),
        r"$0 < \lambda \le \mu$ (with $x_i$ for $x_1$).", form=(2 * xi - 1) / (2 * xi * (1 - xi)),
    )
    T.forall(
        "ray-others", [le(A + B, 0), le(G, al + be - TAU)],
        le(mu**2 * (A + B + 2 * G) + 2 * mu * (-mu * (al + be)) + 2 * mu**2 * TAU, 0),
        r"A pair without the largest entry contributes at most 0;",
        form=[mu**2 * (-A - B), 2 * mu**2 * (al + be - TAU - G)],
    )
    pair = lam**2 * A + mu**2 * B - 2 * lam * mu * G + 2 * mu * (lam * al - mu * be) + 2 * mu**2 * TAU
    T.forall(
        "ray-up", [le(A + B, 0), ge(A, 0), ge(G, al), ge(be, 1), ge(lam, 0), ge(mu, lam), ge(mu, 0)], le(pair, 0),
        r"so does a pair with it if $A \ge 0$, by (K1), (K2) and (K3),",
        form=[mu**2 * (-A - B), (mu - lam) * (mu + lam) * A, 2 * lam * mu * (G - al), 2 * mu**2 * (be - 1), mu**2 / 3],
    )
    T.forall(
        "ray-down", [ge(a, 0), le(B, 2 * (be - TAU)), ge(G, al), ge(lam, 0), ge(mu, 0)], le(pair.subs(A, -a), 0),
        r"and if $A = -a \le 0$, by (K3) and (K5). So $v'D^2\Psi v \le 0$.",
        form=[lam**2 * a, mu**2 * (2 * (be - TAU) - B), 2 * lam * mu * (G - al)],
    )


def signs(T: Proof) -> None:
    """Means become signs, but for one."""
    T.say(
        r"III. Signs, where $x_1 \le \frac12$. While two of the $\theta_i$, $\theta_j$ with $i, j \ge 2$ are inside "
        r"$(-1, 1)$, move $\theta_i$ by $\epsilon/x_i$ and $\theta_j$ by $-\epsilon/x_j$."
    )
    T.identity(
        "balance", xi * (ti + ep / xi) + xj * (tj - ep / xj), xi * ti + xj * tj, r"This leaves $\sum\theta_ix_i = 0$."
    )

    def form(one: sp.Expr, two: sp.Expr) -> sp.Expr:
        """q as a function of two of the means; Gij, Li, Lj are derivatives of Lambda."""
        linear = xi * one * Li + xj * two * Lj + ell
        return 2 * one * two * xi * xj * Gij + ca * one + cb * two + c0 - (1 - POWER) * linear**2 / L

    T.derivative(
        "concave", form(ti + ep / xi, tj - ep / xj), ep, -2 * (2 * Gij + (1 - POWER) * (Li - Lj) ** 2 / L),
        r"Of $q = q_0 + q_1\epsilon - q_2\epsilon^2$ twice the last coefficient is this, and $q_2 \ge 0$, for "
        r"$K = \Lambda_{ij} = \Gamma g/(x_ix_j) \ge 0$.", order=2,
    )
    T.forall(
        "edge", [gt(a1, 0), gt(b1, 0), ge(q2, 0)],
        le((b1 * (q0 + q1 * a1 - q2 * a1**2) + a1 * (q0 - q1 * b1 - q2 * b1**2)) / (a1 + b1), q0),
        r"Let $\epsilon = a_+$ and $\epsilon = -a_-$ be the first on each side where one of the two is $1$ or $-1$. A "
        r"mean of the values $q_\pm$ there is at most $q_0$,", form=q2 * a1 * b1,
    )
    T.forall(
        "better-end", [gt(a1, 0), gt(b1, 0), gt(qa, q0), gt(qb, q0)], gt((b1 * qa + a1 * qb) / (a1 + b1), q0),
        r"which could not be if both were larger. We go to the end where $q$ is no larger.",
        form=[b1 * (qa - q0) / (a1 + b1), a1 * (qb - q0) / (a1 + b1)],
    )
    T.formally(
        "all-but-one", "TightMax.LimitSigns.signs_but_one",
        r"Each time one more of the $\theta_i$ is $1$ or $-1$ for good: at the end all are but at most one, "
        r"$\theta_k = \theta$ with $k \ge 2$, and $q$ has not grown.",
    )


def two(value: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    """Return the mean over s = 1 and s = -1 with the weights (1 + s theta)/2."""
    return (1 + th) / 2 * value(sp.Integer(1)) + (1 - th) / 2 * value(sp.Integer(-1))


def correction(T: Proof) -> None:
    """The last one becomes a sign, too, at the expense of the others."""
    T.say(
        r"IV. The last one. For $s \in \{1, -1\}$ let $\Delta = (s - \theta)x_k$, $u_k = sx_k$ and "
        r"$u_i = x_i(\theta_i - \Delta/(1-x_k))$ for the others; means are over $s$, with the weights $\frac12(1 + "
        r"s\theta)$. (Without a last one, $u_i = \theta_ix_i$ and $\Delta = 0$.)"
    )
    s = X1
    T.identity(
        "sum-zero", s * xk + (-th * xk - (s - th) * xk), sp.Integer(0),
        r"As $\sum\theta_ix_i = 0$, the sum of the others is $-\theta x_k - \Delta$, and $\sum u_i = 0$ (here $s$ is "
        r"$X_+$).",
    )

    def off(sign: sp.Expr) -> sp.Expr:
        return (sign - th) * xk

    spread = xk**2 * (1 - th**2)
    T.identity("mean-zero", two(off) + e, e, r"The mean of $\Delta$ is 0,")
    T.identity(
        "mean-square", two(lambda sign: off(sign) ** 2), spread,
        r"that of $\Delta^2$ is $e = x_k^2(1-\theta^2)$,",
    )
    T.identity(
        "mean-of-pair", two(lambda sign: (ti - off(sign) / (1 - xk)) * (tj - off(sign) / (1 - xk))),
        ti * tj + spread / (1 - xk) ** 2, r"that of $u_iu_j/(x_ix_j)$ exceeds $\theta_i\theta_j$ by $E = e/(1-x_k)^2$, "
        r"also for $i = j$,",
    )
    T.identity(
        "mean-with-last", two(lambda sign: (ti - off(sign) / (1 - xk)) * sign),
        ti * th - xk * (1 - th**2) / (1 - xk), r"and with $k$ it is less than $\theta_i\theta$.",
    )
    T.forall(
        "pair-spread", [le(A + B, 0), le(2 * G, 3), ge(E, 0)],
        le(A * (1 + E) + B * (1 + E) + 2 * G * (ti * tj + E), A + B + 2 * G * ti * tj + 3 * E),
        r"So the mean of a pair without $k$ exceeds what it was with $\theta$ by at most $3Eg$,",
        form=[E * (-A - B), E * (3 - 2 * G)],
    )
    T.forall(
        "pair-with-last", [le(A, 3), ge(E, 0), ge(G, 0), ge(a, 0)],
        le(A * (1 + E) + B + 2 * G * (ti * th - a), A + B + 2 * G * ti * th + 3 * E),
        r"and so does a pair with $k$ ($a = x_k(1-\theta^2)/(1-x_k)$);", form=[E * (3 - A), 2 * G * a],
    )
    T.forall(
        "mean-of-square", [ge(1 - th, 0), ge(1 + th, 0)],
        ge((1 + th) / 2 * X1**2 + (1 - th) / 2 * X2**2, ((1 + th) / 2 * X1 + (1 - th) / 2 * X2) ** 2),
        r"the mean of $X^2$ is at least the square of the mean.", form=(1 - th) * (1 + th) / 4 * (X1 - X2) ** 2,
    )
    T.forall(
        "bends-down", [gt(c0, 0), le(P, -N + 3 * E * L)], le(c0 * P, -c0 * N + 3 * c0 * L * E),
        r"Together, with $N = \sum\nu g$ and $c = p\kappa\Lambda^{p-1}$, so that $c\Lambda = p\Psi$, the mean of "
        r"$u'D^2\Psi u$ is at most $-cN + 3pE\Psi$.",
        form=c0 * (-N + 3 * E * L - P),
    )
    lin = 1 + th * xk * D / (1 - xk)
    plus, minus = (1 - xk - th * xk) / 2, (1 - xk + th * xk) / 2
    T.identity(
        "one-norm-squares", plus * (1 - D / (1 - xk)) ** 2 + minus * (1 + D / (1 - xk)) ** 2 + xk,
        1 + 2 * th * xk * D / (1 - xk) + D**2 / (1 - xk),
        r"The norm: the others with $\theta_i \in \{1, -1\}$ have the masses $\frac12(1 - x_k \mp "
        r"\theta x_k)$, so $\sum u_i^2/x_i$ is",
    )
    T.forall(
        "one-norm-least", [le(2 * xk, 1), ge(xk, 0), ge(th * D + 2 * xk, 0)], ge(1 - xk + th * xk * D, 0),
        r"and $\|u\|_1 \ge \sum s_iu_i = 1 + \theta x_k\Delta/(1-x_k)$, with $s_i \in \{1, -1\}$ "
        r"for $\theta_i$ and $s_k = s$; this is not negative, for $|\theta\Delta| \le 2x_k$.",
        form=[xk * (th * D + 2 * xk), (1 - 2 * xk) * (1 + xk)],
    )
    T.forall(
        "one-norm", [gt(1 - xk, 0)], le(1 + 2 * th * xk * D / (1 - xk) + D**2 / (1 - xk) - lin**2, D**2 / (1 - xk)),
        r"So $\sum u_i^2/x_i - \|u\|_1^2 \le \Delta^2/(1-x_k)$, of the mean $e/(1-x_k)$.",
        form=(th * xk * D / (1 - xk)) ** 2,
    )


if __name__ == "__main__":
    lemma.script(__file__)
