r"""The gap is at least $\frac12 g_d^2$, with $g_d$ the mean of the largest of $d$ standard normals.   [plan 6]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Function, Rational, exp, log, pi

from proofs.beyond.lemmas.random_walks import WALKS, walk_values, walks_against_chain
from symbolic.notation import EpsStar, d, eps, n, positives, reals, t
from symbolic.relations import ge, gt, le, lt

a, c, e, f0, m, q, r, s, w, y, z = reals("a c e f_0 m q r s w y z")
A, B, C, F, G, K, M, N, P, Q, S, W, Y = reals("A B C F G K M N P Q S W Y")
slope, value, sigma, bound = reals("f_1 c_0 sigma b")
g, lam, root, theta, rho = *reals("g"), *positives("lambda nu theta rho")
phi = Function("phi")
HALF = Rational(1, 2)
BELL = exp(-(z**2) / 2)
AT = d * exp(-(r**2) / 2)
FAR = 1 - 6 / (6 + AT)


@theorem(
    "gaussian-lower",
    title="A lower bound from random walks, and its Gaussian limit",
    source="plan 6",
    conclusion=r"Let $f$ be an $\varepsilon$-smoothing and $S_n$ a sum of $n$ independent random vectors of mean zero "
    r"and finitely many values, with entries in $[-a, a]$. Then $\mathrm{E}\max(S_n) \le \varepsilon + \frac12 n "
    r"a^2$. Hence $\varepsilon^*_d \ge m^2/(2n)$, where $m$ is the mean of the largest of $d$ independent walks of "
    r"$n$ steps $\pm 1$, a rational number, and $\varepsilon^*_d \ge \frac12 g_d^2$, where $g_d$ is the mean of the "
    r"largest of $d$ independent standard normals: $g_2^2/2 = \frac{1}{2\pi}$, $g_3^2/2 = \frac{9}{8\pi}$. For $r \ge "
    r"1$, $g_d \ge (r-1)(1 - 6/(6 + d e^{-r^2/2}))$, so that $\liminf \varepsilon^*_d / \ln d \ge 1$.",
    claim=[ge(EpsStar(d), m**2 / (2 * n)), ge(EpsStar(d), g**2 / 2), ge(g, (r - 1) * FAR)],
    variables=[(d, r"\{2, 3, \dots\}"), (n, r"\{1, 2, \dots\}"), (m, r"\mathbb{R}"), (g, r"\mathbb{R}"),
               (r, r"[1, \infty)")],
    hypotheses=[ge(d, 2), ge(r, 1)],
    witness={d: 2, r: 1},
    uses=["lse-gap"],
    ends=[
        "setting",
        "hoelder-base, hoelder-step, remainder, slope-grows, average-base, average-step, steps-step, climb",
        "best-scale, walk-bound, second-order, third-order, third-cumulant, cube-above, cube-below, taylor, one-step, "
        "swap-one, swap-all-step, sum-density, sum-of-normals, collect, many-steps, contradiction, best-time, "
        "difference",
        "density-falls, root, no-large-one-base, no-large-one-step, expected-number, rarely-none, first-entry, growth, "
        "square, ratio, near-one",
    ],
)
def gaussian_lower(T: Proof) -> None:
    climb(T)
    walks(T)
    normal_law(T)
    swapping(T)
    limit(T)
    small_dimensions(T)
    growth(T)


def climb(T: Proof) -> None:
    """A smoothing climbs at most a^2/2 on average in one step."""
    T.say(r"I. First the bound on a step, for an $\varepsilon$-smoothing $f$.")
    T.induction(
        "hoelder",
        base=le(y * z, B * A), base_given=[le(y, A), le(-y, A), le(z, B), le(-z, B)],
        base_form=[(A - y) * (B + z) / 2, (A + y) * (B - z) / 2],
        given=[le(S, B * G), le(y, A), le(-y, A), le(z, B), le(-z, B)], step=le(S + y * z, B * (G + A)),
        step_form=[B * G - S, (A - y) * (B + z) / 2, (A + y) * (B - z) / 2],
        text=r"Pairings are at most $\|y\|_1\|z\|_\infty$ ($A = |y_i|$, $B = \|z\|_\infty$, $G$ the sum of the "
        r"$|y_i|$ so far).",
    )
    T.derivative(
        "remainder", value * w + N * w**2 / 2 - (phi(w) - f0), w, value + N * w - phi(w).diff(w),
        r"Let $\phi(w) = f(x + wz)$, $c_0 = \phi'(0)$ and $N = \|z\|_\infty^2$. The difference that vanishes at $w = "
        r"0$ has the derivative",
    )
    T.forall(
        "slope-grows", [le(slope - value, w * N)], ge(value + N * w - slope, 0),
        r"which is not negative, as $f_1 = \phi'(w)$ exceeds $c_0$ by at most $\|\nabla f(x + wz) - \nabla "
        r"f(x)\|_1\|z\|_\infty \le w "
        r"N$. So $f(x + z) \le f(x) + \langle\nabla f(x), z\rangle + \frac12\|z\|_\infty^2$.",
        form=w * N - (slope - value),
    )
    T.induction(
        "average",
        base=le(q * y, q * (F + a**2 / 2) + q * c), base_given=[ge(q, 0), le(y, F + c + N / 2), le(N, a**2)],
        base_form=[q * (F + c + N / 2 - y), q * (a**2 - N) / 2],
        given=[le(S, W * (F + a**2 / 2) + C), ge(q, 0), le(y, F + c + N / 2), le(N, a**2)],
        step=le(S + q * y, (W + q) * (F + a**2 / 2) + (C + q * c)),
        step_form=[W * (F + a**2 / 2) + C - S, q * (F + c + N / 2 - y), q * (a**2 - N) / 2],
        text=r"Average over the values $z$ of a step ($q$ the probability, $y = f(x+z)$, $F = f(x)$, $c = "
        r"\langle\nabla f(x), z\rangle$; $W$ and $C$ add up $q$ and $qc$). In the end $W = 1$ and $C = \langle\nabla "
        r"f(x), \mathrm{E} z\rangle = 0$: one step from $x$ raises the mean of $f$ by at most $\frac12a^2$, whatever "
        r"$x$ is.",
    )
    T.induction(
        "steps",
        base=le(Y, f0 + a**2 / 2), base_given=[le(Y, f0 + a**2 / 2)],
        given=[le(S, f0 + n * a**2 / 2), le(Y, S + a**2 / 2)], step=le(Y, f0 + (n + 1) * a**2 / 2),
        step_form=[f0 + n * a**2 / 2 - S, S + a**2 / 2 - Y],
        text=r"After $n$ independent steps from 0, $\mathrm{E} f(S_n) \le f(0) + \frac12na^2$ ($f_0 = f(0)$, $S$ and "
        r"$Y$ successive means).",
    )
    T.forall(
        "climb", [le(M, F), le(F, f0 + n * a**2 / 2), le(f0, eps)], le(M, eps + n * a**2 / 2),
        r"And $\max \le f$, $f(0) \le \varepsilon$; with $M = \mathrm{E}\max(S_n)$ and $F = \mathrm{E} f(S_n)$:",
        form=[F - M, f0 + n * a**2 / 2 - F, eps - f0],
    )


def walks(T: Proof) -> None:
    """Exact bounds from walks of finitely many steps."""
    T.say(
        r"II. Let the entries of $S_n$ be $d$ independent walks with steps $\pm a$. Then $\mathrm{E}\max(S_n) = am$ "
        r"for $a \ge 0$."
    )
    T.identity(
        "best-scale", a * m - n * a**2 / 2, m**2 / (2 * n) - n * (a - m / n) ** 2 / 2,
        r"The bound $am - \frac12na^2$ is largest at $a = m/n$ ($m \ge 0$, because a maximum is at least the first "
        r"entry):",
    )
    T.forall(
        "walk-bound", [le(m**2 / n, eps + m**2 / (2 * n))], ge(eps, m**2 / (2 * n)),
        r"with this $a$ every smoothing, hence $\varepsilon^*_d$, satisfies", form=eps + m**2 / (2 * n) - m**2 / n,
    )
    shown = ", ".join(rf"\frac{{{v.numerator}}}{{{v.denominator}}}" for (k, _), v in WALKS.items() if k == 2)
    T.finite(
        "walk-values", walk_values,
        rf"For $d = 2$ and $n = 1, \dots, 4$ this is ${shown}$; for $d = 3$ and $n \le 3$ it is $\frac{{9}}{{32}}, "
        rf"\frac{{81}}{{256}}, " r"\frac{675}{2048}$, for $d = 4$ it is $\frac{49}{128}, \frac{7569}{16384}, "
        r"\frac{1012683}{2097152}$, by all paths.",
    )
    T.finite(
        "walks-against-chain", walks_against_chain,
        r"For $d = 2, 3, 4$ and $n \le 64$ the bounds grow with $n$ and are weaker than the chain bounds $\frac12, "
        r"\frac89, \frac98$; $m = n (2n)! / (n!^2\, 4^n)$ at $d = 2$, and $\frac32$ times this at $d = 3$.",
    )


def normal_law(T: Proof) -> None:
    """What is needed of the normal law, from its density."""
    T.say(
        r"III. Let $n$ grow. A standard normal $Z$ has the density $\rho(z) = e^{-z^2/2}/\sqrt{2\pi}$, which is even. "
        r"Its moments are increments of these functions, divided by $\sqrt{2\pi}$:"
    )
    T.derivative("first-moment", -BELL, z, z * BELL, r"$\mathrm{E}|Z| = 2/\sqrt{2\pi}$ (and $\mathrm{E}Z = 0$),")
    T.derivative("second-moment", -z * BELL, z, (z**2 - 1) * BELL, r"$\mathrm{E}(Z^2 - 1) = 0$,")
    T.derivative("third-moment", -(z**2 + 2) * BELL, z, z**3 * BELL, r"$\mathrm{E}|Z|^3 = 4/\sqrt{2\pi}$.")
    T.argue(
        "sum-density", "Fubini and Tonelli",
        r"If $Z$ and $Z'$ are independent, $Z + \sqrt{n} Z'$ has at $y$ a density proportional to $\int e^{-z^2/2}"
        r"e^{-(y - z)^2/(2n)}dz$.",
    )
    T.identity(
        "sum-of-normals", z**2 / 2 + (y - z) ** 2 / (2 * n),
        y**2 / (2 * (n + 1)) + (n + 1) * (z - y / (n + 1)) ** 2 / (2 * n),
        r"The exponents add up to minus this, so the density is proportional to $e^{-y^2/(2(n+1))}$: a sum of $n$ "
        r"independent standard normals has the law of $\sqrt{n} Z$, by induction.",
    )


def swapping(T: Proof) -> None:
    """A step of signs and a normal step differ by the cube of the scale."""
    first, second = phi(s).diff(s) / phi(s), phi(s).diff(s, 2) / phi(s)
    T.say(
        r"Let $t > 0$, $\lambda = \ln d$ and $\Lambda(x) = t\,\mathrm{LSE}(x/t)$, so that $\max \le \Lambda \le \max + "
        r"t\lambda$ by lse-gap. On a line $x + sz$ it is $t\ln\phi(s)$ with $\phi(s) = \sum_i e^{(x_i + sz_i)/t}$. Let "
        r"$\mu_k$ be the mean of the $z_i^k$ with the weights $p_i = e^{(x_i + sz_i)/t}/\phi$; then $\phi^{(k)}/\phi = "
        r"\mu_k/t^k$."
    )
    T.derivative(
        "second-order", t * log(phi(s)), s, t * (second - first**2),
        r"The second derivative is $(\mu_2 - \mu_1^2)/t$,", order=2,
    )
    T.derivative(
        "third-order", t * log(phi(s)), s, t * (phi(s).diff(s, 3) / phi(s) - 3 * first * second + 2 * first**3),
        r"and the third, $\kappa_3 = \frac{1}{t^2}(\mu_3 - 3\mu_1\mu_2 + 2\mu_1^3)$.", order=3,
    )
    T.identity(
        "third-cumulant", (z - m) ** 3, z**3 - 3 * m * z**2 + 2 * m**3 + 3 * m**2 * (z - m),
        r"The bracket is the mean of the $(z_i - \mu_1)^3$ ($z = z_i$, $m = \mu_1$; the last term has mean zero),",
    )
    T.forall(
        "cube-above", [le(z - m, 2 * B), ge(B, 0)], le((z - m) ** 3, 8 * B**3),
        r"each at most $8B^3$ with $B = \max_i |z_i|$, since $|z_i - \mu_1| \le 2B$,",
        form=(2 * B - (z - m)) * ((z - m + B) ** 2 + 3 * B**2),
    )
    T.forall(
        "cube-below", [le(m - z, 2 * B), ge(B, 0)], le((m - z) ** 3, 8 * B**3),
        r"and at least $-8B^3$. So $|\kappa_3| \le K = 8B^3/t^2$.",
        form=(2 * B - (m - z)) * ((m - z + B) ** 2 + 3 * B**2),
    )
    T.derivative(
        "taylor", K * s**3 / 6 - (phi(s) - A - B * s - C * s**2 / 2), s, K - phi(s).diff(s, 3),
        r"Let now $\phi(s) = \pm\Lambda(x + sz)$, and $A, B, C$ its value and two derivatives at 0. The function below "
        r"vanishes at 0 with its first two derivatives, and its third derivative is not negative; so, going up three "
        r"times, neither is the function at 1: "
        r"$|\Lambda(x + z) - A - B - \frac12C| \le \frac16K$.", order=3,
    )
    T.argue(
        "one-step", "Fubini and Tonelli",
        r"Apply this to a step $z = aX$ of independent signs, and to $z = aZ$ with independent standard normals; $x$ "
        r"is fixed, or independent of the step. In both cases $\mathrm{E}z_i = 0$, and the mean of $z_iz_j$, a product "
        r"of means for $i \ne j$, is $a^2$ for $i = j$ and 0 otherwise; the first order has mean zero, and the second, "
        r"$\frac{1}{2t}(\sum p_iz_i^2 - (\sum p_iz_i)^2)$, the same mean $\frac{a^2}{2t}(1 - \sum p_i^2)$.",
    )
    T.say(
        r"Let $A$ now be $\Lambda(x)$ plus this mean, $c = \mathrm{E}\max_i|Z_i|^3 \le 4d/\sqrt{2\pi}$ and $b = "
        r"\frac{4a^3}{3t^2}$:"
    )
    T.forall(
        "swap-one", [ge(P, A - bound), le(Q, A + bound * c)], le(Q - P, bound * (1 + c)),
        r"$P = \mathrm{E}\Lambda(x + aX)$ and $Q = \mathrm{E}\Lambda(x + aZ)$ differ little,",
        form=[P - A + bound, A + bound * c - Q],
    )
    T.induction(
        "swap-all",
        base=le(Y, K), base_given=[le(Y, K)],
        given=[le(S, n * K), le(Y, K)], step=le(S + Y, (n + 1) * K), step_form=[n * K - S, K - Y],
        text=r"and replacing the $n$ steps of the walk by normal ones, one by one (the others make up an independent "
        r"$x$), costs at most $n K$ with $K = b(1 + c)$.",
    )


def limit(T: Proof) -> None:
    """The walks at the scale sigma over the root of n."""
    error = 4 * sigma**3 * (1 + c) / (3 * t**2 * root)
    T.say(
        r"Let $\sigma > 0$, $\nu = \sqrt{n}$ and $a = \sigma/\nu$: then $na^2 = \sigma^2$, and the $n$ normal steps "
        r"add up to $\sigma Z$ with $\mathrm{E}\max(\sigma Z) = \sigma g_d$. The cost of all swaps is $nK = "
        r"\frac{4\sigma^3(1+c)}{3t^2\nu}$."
    )
    T.forall(
        "collect", [le(M, eps + sigma**2 / 2), le(P, M + t * lam), le(Q - P, K), le(sigma * g, Q)],
        le(sigma * g - sigma**2 / 2, eps + t * lam + K),
        r"By I, with $M = \mathrm{E}\max(S_n)$, $P = \mathrm{E}\Lambda(S_n)$ and $Q = \mathrm{E}\Lambda(\sigma Z)$ "
        r"($K$ now for the cost of all swaps),",
        form=[eps + sigma**2 / 2 - M, M + t * lam - P, K - Q + P, Q - sigma * g],
    )
    T.forall(
        "many-steps", [gt(e, 0), gt(root, 0), ge(root, 16 * sigma**3 * (1 + c) / (3 * t**2 * e))], le(error, e / 4),
        r"Suppose $e = \sigma g_d - \frac12\sigma^2 - \varepsilon > 0$. Take $t = e/(4\lambda)$, then $n$ so large "
        r"that",
        form=e * (root - 16 * sigma**3 * (1 + c) / (3 * t**2 * e)) / (4 * root),
    )
    T.forall(
        "contradiction", [gt(e, 0), le(K, e / 4)], gt(e, e / (4 * lam) * lam + K),
        r"and the last but one inequality, $e \le t\lambda + K$, fails. So $\varepsilon \ge \sigma g_d - "
        r"\frac12\sigma^2$.",
        form=[e / 2, e / 4 - K],
    )
    T.identity(
        "best-time", g**2 / 2 - (sigma * g - sigma**2 / 2), (g - sigma) ** 2 / 2,
        r"The best $\sigma$ is $g_d$ (which is positive, see below): $\varepsilon^*_d \ge \frac12g_d^2$.",
    )


def small_dimensions(T: Proof) -> None:
    """Two and three entries."""
    T.say(
        r"IV. Two and three entries. By sum-of-normals, $Y = Z_1 - Z_2$ has the law of $\sqrt{2}Z$, with density "
        r"$e^{-y^2/4}/\sqrt{4\pi}$:"
    )
    T.derivative(
        "difference", -2 * exp(-(y**2) / 4), y, y * exp(-(y**2) / 4), r"$\mathrm{E}|Y| = 4/\sqrt{4\pi} = 2/\sqrt{\pi}$."
    )
    T.say(
        r"The range of two numbers is their distance, that of $x \ge y \ge z$ is half of $(x-y) + (y-z) + (x-z)$, the "
        r"sum of the three distances. Its mean is $2g_d$, as $-Z$ has the law of $Z$; so $g_2 = \frac12 \cdot "
        r"\frac{2}{\sqrt{\pi}}$ and $g_3 = \frac34 \cdot \frac{2}{\sqrt{\pi}}$."
    )
    T.enclose(
        "two-entries",
        lt(1 / (2 * pi), HALF),
        r"$\frac12g_2^2 = \frac{1}{2\pi}$ is weaker than the chain bound $\frac12$,",
    )
    T.enclose(
        "three-entries",
        lt(9 / (8 * pi), Rational(8, 9)),
        r"and $\frac12g_3^2 = \frac{9}{8\pi}$ than $\frac89$.",
    )


def growth(T: Proof) -> None:
    """The Gaussian bound grows like the logarithm of d."""
    T.say(r"V. Growth. Let $r \ge 1$ and $q = \mathrm{P}(Z \ge r - 1)$.")
    T.forall(
        "density-falls", [ge(z, 0), le(z, r), ge(r, 0)], le(z**2 / 2, r**2 / 2),
        r"On $[r-1, r]$ the density is at least $\rho(r)$, as", form=[z * (r - z) / 2, r * (r - z) / 2],
    )
    T.enclose("root", lt(2 * pi, 9), r"so $q \ge \rho(r) \ge \frac13e^{-r^2/2}$.")
    T.induction(
        "no-large-one",
        base=le((1 - q) * (1 + q), 1), base_given=[], base_form=q**2,
        given=[le(y * (1 + n * q), 1), ge(y, 0), gt(n, 0)], step=le(y * (1 - q) * (1 + (n + 1) * q), 1),
        step_form=[1 - y * (1 + n * q), (n + 1) * y * q**2],
        text=r"With probability $y = (1-q)^{d-1}$ none of $Z_2, \dots, Z_d$ reaches $r - 1$; $(1-q)^n(1 + nq) \le 1$.",
    )
    T.forall(
        "expected-number", [ge(d, 2), ge(q, rho / 3), ge(rho, 0)], ge((d - 1) * q, d * rho / 6),
        r"With $\rho = e^{-r^2/2}$ and $w = d\rho$, $(d-1)q$ is at least $w/6$,",
        form=[(d - 2) * (q - rho / 3), q - rho / 3, (d - 2) * rho / 6],
    )
    T.forall(
        "rarely-none", [ge(y, 0), gt(w, 0), le(y * (1 + Y), 1), ge(Y, w / 6)], le(y, 6 / (6 + w)),
        r"and therefore ($Y = (d-1)q$)", form=[6 * (1 - y * (1 + Y)) / (6 + w), 6 * y * (Y - w / 6) / (6 + w)],
    )
    T.argue(
        "first-entry", "Fubini and Tonelli",
        r"The maximum is at least $r - 1$ if one of $Z_2, \dots, Z_d$ is, and at least $Z_1$ if none is; there $Z_1$, "
        r"independent of them, has the mean 0. So $g_d \ge (r-1)(1 - y)$.",
    )
    T.forall(
        "growth", [ge(r, 1), ge(g, (r - 1) * (1 - y)), le(y, 6 / (6 + AT))], ge(g, (r - 1) * FAR), r"Hence",
        form=[g - (r - 1) * (1 - y), (r - 1) * (6 / (6 + AT) - y)],
    )
    T.forall(
        "square", [ge(Q, 0), ge(g, Q)], ge(g**2, Q**2),
        r"For $r > 1$ the right side is positive, and so is $g_d$. Squared, with $Q \ge 0$ for the right side,",
        form=[(g - Q) ** 2, 2 * Q * (g - Q)],
    )
    T.identity(
        "ratio", ((r - 1) * y) ** 2 / 2 / (r**2 / (2 * theta)), theta * (1 - 1 / r) ** 2 * y**2,
        r"and divided by $2\ln d$ at $r^2 = 2\theta\ln d$, where $0 < \theta < 1$ and $d e^{-r^2/2} = d^{1-\theta}$: "
        r"with $y = 1 - 6/(6 + d^{1-\theta})$ this is",
    )
    T.forall(
        "near-one", [gt(theta, 0), ge(w, 0), ge(q - w, 0), ge(y - w, 0)], ge(theta * q**2 * y**2, theta * w**4),
        r"Let $\theta < 1$ and $w < 1$. For large $d$ both $q = 1 - 1/r$ and $y$ exceed $w$, and the quotient "
        r"$\varepsilon^*_d/\ln d$ is at least $\theta w^4$, which is as near to 1 as one likes.",
        form=[
            theta * (q - w) ** 2 * y**2, 2 * theta * (q - w) * w * y**2,
            theta * w**2 * (y - w) ** 2, 2 * theta * w**3 * (y - w),
        ],
    )


if __name__ == "__main__":
    gaussian_lower.script()
