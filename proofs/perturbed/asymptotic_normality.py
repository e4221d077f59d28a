r"""The estimator of the Fenchel-Young loss is asymptotically normal.   [S2-35, S2-36]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Function, Rational, Symbol

from symbolic.notation import positives, reals
from symbolic.relations import ge, gt, le

A, B, C, D, G, K, L, M, P, Q, S, U, V, W, Y, c, e, m, p, q, x, y, z = reals(
    "A B C D G K L M P Q S U V W Y c e m p q x y z"
)
h, r, t = positives("h r t")
s = Symbol("s", real=True)
n = Symbol("n", integer=True, positive=True)
root = positives("nu")[0]
phi = Function("phi")


@theorem(
    "asymptotic-normality",
    title="The estimator is asymptotically normal",
    source="S2, section 3.3",
    conclusion=r"Under the hypotheses of perturbed-argmax let $C$ have interior points, $Y_1, Y_2, \dots$ be "
    r"independent points of $C$ of the same law with mean $\mu = y_\varepsilon(\theta_0)$ and covariance matrix "
    r"$\Sigma$, and $H = \nabla^2F_\varepsilon(\theta_0)$. With a probability that tends to 1 the average loss over "
    r"$n$ points has exactly one minimum point $\hat\theta_n$, and $\hat\theta_n \to \theta_0$ in probability. "
    r"$\sqrt{n}(\hat\theta_n - \theta_0)$ converges in law to the normal law with mean 0 and covariance matrix "
    r"$H^{-1}\Sigma H^{-1}$: for every $u$ the distribution function of $\sqrt{n}\langle u, \hat\theta_n - "
    r"\theta_0\rangle$ tends to that of the normal law with mean 0 and variance $\langle u, H^{-1}\Sigma "
    r"H^{-1}u\rangle$, where this is continuous.",
    claim=[le(V, D / (h - e)), le(W, e * D / (h * (h - e))), le(q, S / (root**2 * r**2))],
    variables=[
        (V, r"\{\|\hat\theta_n - \theta_0\|\}"), (D, r"\{\|\bar Y_n - \mu\|\}"), (h, r"(0, \infty)"), (e, r"[0, h)"),
        (W, r"\{\|\hat\theta_n - \theta_0 - H^{-1}(\bar Y_n - \mu)\|\}"), (r, r"(0, \infty)"),
        (q, r"\{\mathrm{P}(D \ge r)\}"), (S, r"\{\mathrm{E}\|Y_1 - \mu\|^2\}"), (root, r"\{\sqrt{n}\}"),
    ],
    hypotheses=[
        gt(h, 0), gt(h - e, 0), ge(e, 0), le(h * V, D + e * V), le(h * W, e * V), le(q * r**2, S / root**2),
    ],
    witness={h: 2, e: 1, V: 1, D: 3, W: Rational(1, 2), q: 1, r: 1, S: 4, root: 2},
    claims=["S2-35", "S2-36"],
    uses=["gaussian-lower", "lipschitz-jacobian", "perturbed-maximum", "perturbed-argmax", "fenchel-young-loss"],
    ends=[
        "setting",
        "average-loss, least, outwards, inside, perturbed-argmax/strictly-convex, variance, chebyshev, error",
        "linear, root-mean, vanishes, line-by-line, test-functions, same-limit, taylor, independent, exchange, "
        "exchange-all-step, cost-vanishes, gaussian-lower/sum-of-normals, covariance",
    ],
    sketch=r"The average loss is the loss of the average $\bar Y_n$. The Hessian $H$ is positive definite by "
    r"\ref{perturbed-argmax}; on a small sphere around $\theta_0$ the gradient $y_\varepsilon(\theta_0 + v) - \bar "
    r"Y_n$ points outwards once $\bar Y_n$ is close to $\mu$, so there is a minimum inside, the only one by strict "
    r"convexity. There $y_\varepsilon(\hat\theta_n) = \bar Y_n$, and linearising gives $\hat\theta_n - \theta_0 = "
    r"H^{-1}(\bar Y_n - \mu)$ up to a small multiple of $\|\bar Y_n - \mu\|$. By Chebyshev's inequality $\bar Y_n \to "
    r"\mu$, and the remainder times $\sqrt n$ is small in the mean. What is left is the central limit theorem for "
    r"bounded independent summands: exchange them one by one for normal ones (Lindeberg, as in \ref{gaussian-lower}); "
    "means and variances agree, and third moments cost a multiple of $n^{-1/2}$ in all. Linear combinations suffice "
    r"by Cramer and Wold, and $H^{-1}\Sigma H^{-1}$ is the covariance of $H^{-1}(Y - \mu)$.",
)
def asymptotic_normality(T: Proof) -> None:
    minimiser(T)
    remainder(T)
    averages(T)
    central_limit(T)


def minimiser(T: Proof) -> None:
    """Near theta_0 there is a minimum point."""
    T.identity(
        "average-loss", ((n * A - U) + (A - y)) / (n + 1), A - (U + y) / (n + 1),
        r"I. The average loss is that of $\bar Y_n$ up to a constant: one more loss adds $F_\varepsilon(\theta) - "
        r"\langle\theta, Y\rangle$ ($A = F_\varepsilon$, $U$ the pairings so far).",
    )
    T.argue(
        "least", "extreme values",
        r"$H$ is positive definite by perturbed-argmax: on the unit sphere $\langle Hv, v\rangle$ has a minimum $h > "
        r"0$. So $\langle Hv, v\rangle \ge h\|v\|^2$ for all $v$, and $\|Hv\| \ge h\|v\|$ by Cauchy and Schwarz "
        r"(lipschitz-jacobian).",
    )
    T.say(
        r"Let $0 < e < h$. $H$ is the Jacobian of $y_\varepsilon$ at $\theta_0$ (perturbed-argmax, hessian): let $r > "
        r"0$ be such that $\|y_\varepsilon(\theta_0 + v) - \mu - Hv\| \le e\|v\|$ for $\|v\| \le r$. Let $D = \|\bar "
        r"Y_n - \mu\| < (h - e)r$."
    )
    T.forall(
        "outwards", [gt(r, 0), ge(G, P - Q - D * r), ge(P, h * r**2), le(Q, e * r**2), gt((h - e) * r - D, 0)],
        gt(G, 0),
        r"On the sphere $\|v\| = r$ the gradient $y_\varepsilon(\theta_0 + v) - \bar Y_n$ of the loss points "
        r"outwards: its pairing $G$ with $v$ is at least $P - Q - Dr$, $P = \langle Hv, v\rangle$ and $Q$ for the "
        r"remainder.",
        form=[G - P + Q + D * r, P - h * r**2, e * r**2 - Q, r * ((h - e) * r - D)],
    )
    T.argue(
        "inside", "extreme values",
        r"The loss is continuous and has a least value on the ball, not on its sphere, so somewhere inside: there its "
        r"gradient vanishes, and by strict convexity it is the only minimum point anywhere. Call it $\hat\theta_n = "
        r"\theta_0 + v$; $y_\varepsilon(\hat\theta_n) = \bar Y_n$.",
    )


def remainder(T: Proof) -> None:
    """The error is linear in the average up to a remainder."""
    T.forall(
        "error", [gt(h - e, 0), le(h * V, D + e * V)], le(V, D / (h - e)),
        r"II. With $V = \|v\|$: $hV \le \|Hv\| \le D + eV$. So", form=(D + e * V - h * V) / (h - e),
    )
    T.forall(
        "linear", [gt(h, 0), gt(h - e, 0), ge(e, 0), le(h * W, e * V), le(V, D / (h - e))],
        le(W, e * D / (h * (h - e))),
        r"and $W = \|v - H^{-1}(\bar Y_n - \mu)\|$ satisfies $hW \le \|Hv - (\bar Y_n - \mu)\| \le eV$.",
        form=[(e * V - h * W) / h, e * (D / (h - e) - V) / h],
    )


def averages(T: Proof) -> None:
    """The size of the deviation of the average."""
    T.identity(
        "variance", (n * S + S) / (n + 1) ** 2, S / (n + 1),
        r"III. $\mathrm{E}D^2 = S/n$, where $S$ is the trace of $\Sigma$: variances add up as in perturbed-maximum "
        r"(one-more-copy, independent).",
    )
    T.forall(
        "chebyshev", [gt(r, 0), gt(root, 0), le(q * r**2, S / root**2)], le(q, S / (root**2 * r**2)),
        r"So $q = \mathrm{P}(D \ge r)$ is at most $\mathrm{E}D^2/r^2$, with $\nu = \sqrt{n}$, and tends to 0 for "
        r"every $r > 0$:",
        form=(S / root**2 - q * r**2) / r**2,
    )
    T.forall(
        "root-mean", [ge(Q - 2 * m * m + m**2, 0), le(Q, S)], le(m**2, S),
        r"and $m = \mathrm{E}\sqrt{n}D$ satisfies $m^2 \le Q = \mathrm{E}(nD^2) = S$.",
        form=[Q - 2 * m * m + m**2, S - Q],
    )
    T.forall(
        "vanishes", [gt(h, 0), gt(h - e, 0), ge(e, 0), le(W, e * K / (h * (h - e))), le(K, M)],
        le(W, e * M / (h * (h - e))),
        r"So $\sqrt{n}(\hat\theta_n - \theta_0)$ differs from $\sqrt{n}H^{-1}(\bar Y_n - \mu)$, outside the event $D "
        r"\ge (h - e)r$ of vanishing probability, by a distance that has there a mean $W$ of at most $e\sqrt{S}/(h(h - "
        r"e))$ ($K = m$, $M = \sqrt{S}$), and $e$ is as small as one likes.",
        form=[e * K / (h * (h - e)) - W, e * (M - K) / (h * (h - e))],
    )


def central_limit(T: Proof) -> None:
    """The central limit theorem for bounded summands, by exchanging one summand after the other."""
    T.argue(
        "line-by-line", "Cramer and Wold",
        r"IV. It is enough to look at one component $\langle u, \cdot\rangle$ for each $u$ with $\|u\| \le 1$,",
    )
    T.argue(
        "test-functions", "smooth test functions",
        r"and at the means of a bounded smooth function $\phi$ with $|\phi| \le B$, $|\phi'| \le A$ and $|\phi'''| \le "
        r"K$.",
    )
    T.forall(
        "same-limit", [ge(A, 0), ge(B, 0), le(P, A * W + 2 * B * q), le(W, x), le(q, y)], le(P, A * x + 2 * B * y),
        r"For the components of the two vectors of III these means differ by at most $P = AW + 2Bq$, with $q$ the "
        r"probability of the event: as little as one likes, for large $n$.",
        form=[A * W + 2 * B * q - P, A * (x - W), 2 * B * (y - q)],
    )
    T.formally(
        "components", "TightMax.SampleMeans.components_centred",
        r"Let $X_i = \langle u, H^{-1}(Y_i - \mu)\rangle$: independent, of mean 0 and variance $c = \langle u, "
        r"H^{-1}\Sigma H^{-1}u\rangle$.",
    )
    T.forall(
        "bounded", [le(h * V, D), le(D, L), le(W, V), gt(h, 0)], le(W, L / h),
        r"As $C$ is bounded, $D = \|Y_i - \mu\| \le L$; with $V = \|H^{-1}(Y_i - \mu)\|$, $hV \le D$, and $W = |X_i| "
        r"\le V$ "
        r"by Cauchy and Schwarz: at most $L/h$, from now on $B$.", form=[V - W, (D - h * V) / h, (L - D) / h],
    )
    T.say(
        r"Let $N_i$ be independent normal variables of mean 0 and the same variance; $N_1 + \dots + N_n$ has the law "
        r"of $\sqrt{n}N_1$ (gaussian-lower, sum-of-normals)."
    )
    T.derivative(
        "taylor", K * s**3 / 6 - (phi(s) - A - B * s - C * s**2 / 2), s, K - phi(s).diff(s, 3),
        r"With $A, B, C$ the value and two derivatives of $\pm\phi(x + s)$ at 0, this function vanishes at 0 with its "
        r"first two derivatives, and its third is not negative: $\phi(x + s)$ is within $\frac16K|s|^3$ of its Taylor "
        r"sum (for $s < 0$ take $\phi(x - s)$).",
        order=3,
    )
    T.argue(
        "independent", "Fubini and Tonelli",
        r"The mean over $s$ may be taken first, with $x$, the sum of the other summands, fixed: these are independent "
        r"of $s$.",
    )
    T.forall(
        "exchange", [le(P, A + C * c / 2 + x), ge(Q, A + C * c / 2 - y)], le(P - Q, x + y),
        r"Means over $s = X_i/\sqrt{n}$ and over $s = N_i/\sqrt{n}$ ($P$ and $Q$) have the same Taylor sums, as the "
        r"first two moments agree; $x = \frac{K}{6}\mathrm{E}|X_i|^3n^{-3/2}$, and $y$ the same with $N_i$. The same "
        r"for $Q - P$.",
        form=[A + C * c / 2 + x - P, Q - A - C * c / 2 + y],
    )
    T.induction(
        "exchange-all",
        base=le(Y, L), base_given=[le(Y, L)], given=[le(S, n * L), le(Y, L)], step=le(S + Y, (n + 1) * L),
        step_form=[n * L - S, L - Y],
        moves={S: S + Y, n: n + 1}, start={S: Y, n: 1},
        text=r"One after the other all summands are exchanged, the others making up an independent $x$: the cost is "
        r"at most $nL$ with $L = x + y$.",
    )
    T.say(
        r"With $\nu = \sqrt{n}$ and $M = \mathrm{E}|N_i|^3$, $\mathrm{E}|X_i|^3 \le B^3$, that is at most "
        r"$\frac{1}{\nu}\cdot\frac{K}{6}(B^3 + M)$,"
    )
    T.forall(
        "cost-vanishes", [gt(e, 0), gt(root, 0), ge(e * root - Q, 0)], le(Q / root, e),
        r"which is below any $e > 0$ for large $n$ ($Q = \frac16K(B^3 + M)$). So the law of $\langle u, "
        r"\sqrt{n}H^{-1}(\bar Y_n - \mu)\rangle$ tends to the normal law of variance $c$, for every $u$.",
        form=(e * root - Q) / root,
    )
    T.identity(
        "covariance", (p * x + q * y) * (p * z + q * m), p**2 * x * z + p * q * (x * m + y * z) + q**2 * y * m,
        r"The covariances of linear combinations are linear in both (here two components, with weights $p$ and $q$), "
        r"so that of $H^{-1}(Y - \mu)$ is $H^{-1}\Sigma H^{-1}$, $H$ being symmetric.",
    )


if __name__ == "__main__":
    asymptotic_normality.script()
