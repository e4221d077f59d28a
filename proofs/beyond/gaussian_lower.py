r"""The gap is at least $\frac12 g_d^2$, with $g_d$ the mean of the largest of $d$ standard normals."""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Function, Rational, exp, log, pi, sqrt

from symbolic.notation import EpsStar, d, n, positives, reals, t
from symbolic.relations import eq, ge, gt, le, lt

b, e, p, q, r, s, w, x, y, z = reals("b e p q r s w x y z")
A, B, C, D, L, M, N, P, Q, V, Y = reals("A B C D L M N P Q V Y")
g, a, K, lam, root, tau, rho = *reals("g"), *positives("a K lambda nu tau rho")
phi, Phi = Function("phi"), Function("Phi")
HALF = Rational(1, 2)
BELL = exp(-(z**2) / 2)
AT = d * exp(-(r**2) / 2)
FAR = 1 - 6 / (6 + AT)
WEIGHT = exp(s / t) / (B + exp(s / t))
STEP = K * a**3
SIZES = (ge(a, 0), ge(K, 0))


@theorem(
    "gaussian-lower",
    title="The Gaussian limit of the walks",
    source="new",
    conclusion=r"Let $g_d$ be the mean of the largest of $d \ge 2$ independent standard normals. It is the limit of "
    r"$m_n/\sqrt{n}$, where $m_n$ is the mean of the largest of $d$ independent walks of $n$ steps $\pm 1$, so that "
    r"$\varepsilon^*_d \ge \frac12 g_d^2$. For two and three numbers, $g_2^2/2 = \frac{1}{2\pi}$ and $g_3^2/2 = "
    r"\frac{9}{8\pi}$. For $r \ge 1$, $g_d \ge (r-1)(1 - 6/(6 + d e^{-r^2/2}))$.",
    claim=[ge(EpsStar(d), g**2 / 2), ge(g, (r - 1) * FAR)],
    variables=[
        (d, r"\{2, 3, \dots\}"), (g, r"\{g_d\}"), (r, r"[1, \infty)"), (L, r"\{\lim m_n^2/(2n)\}"),
        (y, r"\{\mathrm{P}(Z < r - 1)^{d-1}\}"),
    ],
    hypotheses=[
        ge(d, 2), ge(r, 1), le(L, EpsStar(d)), eq(L, g**2 / 2), ge(g, (r - 1) * (1 - y)), le(y, 6 / (6 + AT)),
    ],
    witness={d: 2, r: 1, g: 1, L: HALF, EpsStar(d): HALF, y: 0},
    uses=["lse-gap", "random-walk-lower"],
    ends=[
        "setting",
        "by-parts, absolute, first-order, second-order, third-order, share, share-below, share-above, taylor, "
        "one-step, one-step-below, in-scale, by-parts-again, shorter, in-variance, swap, swap-below, swap-all-step, "
        "collect, collect-below, many-steps, random-walk-lower/walk-bound, limit-below",
        "sum-density, sum-of-normals, difference",
        "larger-slope, supporting, another-entry, density-falls, root, no-large-one-base, no-large-one-step, "
        "expected-number, rarely-none, growth",
    ],
    sketch=r"Let the number $n$ of steps in \ref{random-walk-lower} grow, with steps $\pm 1/\sqrt n$: each entry "
    r"tends to a standard normal and $m_n/\sqrt n$ to the mean $g_d$ of the largest of $d$ of them. This is "
    "Lindeberg's argument: replace one step after the other by a normal of the same variance in the smooth function "
    r"$t\,\mathrm{LSE}(x/t)$, whose first three derivatives are bounded; a step costs at most $K$ times its cube, all "
    r"of them $dK/\sqrt n$, and \ref{lse-gap} bounds the price of replacing the maximum by LogSumExp. Choose $t$ "
    "small first, then $n$ large. At two and three entries $g_d$ is computed from the law of a difference of "
    r"normals. For the growth, $\mathrm{E}\max(x, Z)$ is convex in $x$ with slope $\Phi(x)$, so it lies above a "
    r"supporting line at $b = r - 1$; taking the entries one after the other gives $g_d \ge (r-1)(1 - y)$ with $y$ "
    "the probability that none of $d - 1$ entries exceeds $b$, and $y$ is bounded through the density.",
)
def gaussian_lower(T: Proof) -> None:
    normal_law(T)
    one_entry(T)
    one_step(T)
    limit(T)
    small_dimensions(T)
    growth(T)


def normal_law(T: Proof) -> None:
    """What is needed of the normal law, from its density."""
    T.say(
        r"I. A standard normal $Z$ has the density $\rho(z) = e^{-z^2/2}/\sqrt{2\pi}$, which is even. The mean of "
        r"several independent ones is taken over one after the other."
    )
    T.derivative(
        "by-parts", phi(z) * BELL, z, (phi(z).diff(z) - z * phi(z)) * BELL,
        r"If $\phi$ has a bounded derivative, $\phi\rho$ vanishes at both ends, so $\mathrm{E}Z\phi(Z) = "
        r"\mathrm{E}\phi'(Z)$. With $\phi(z) = 1$ and $z$: $\mathrm{E}Z = 0$ and $\mathrm{E}Z^2 = 1$.",
    )
    T.forall("absolute", [], le(q, (1 + q**2) / 2), r"So $\mathrm{E}|Z| \le 1$, as here, with $q = |Z|$:",
             form=(1 - q) ** 2 / 2)


def one_entry(T: Proof) -> None:
    """LogSumExp as a function of one entry."""
    value = t * log(B + exp(s / t))
    T.say(r"II. Let $t > 0$, $\lambda = \ln d$ and $\Lambda(x) = t\,\mathrm{LSE}(x/t)$.")
    T.forall(
        "above-the-maximum", [gt(t, 0), le(M, L)], le(t * M, t * L),
        r"With $M$ the maximum and $L$ LogSumExp at $x/t$, where $M \le L \le M + \lambda$ (lse-gap): $\max \le "
        r"\Lambda$",
        form=t * (L - M),
    )
    T.forall(
        "near-the-maximum", [gt(t, 0), le(L, M + lam)], le(t * L, t * M + t * lam),
        r"and $\Lambda \le \max + t\lambda$.", form=t * (M + lam - L),
    )
    T.say(
        r"Of one entry $s$ it is the function $f(s) = t\ln(B + e^{s/t})$ with $B > 0$; let $q = e^{s/t}/(B + e^{s/t})$."
    )
    T.derivative("first-order", value, s, WEIGHT, r"The first derivative is $q$,")
    T.derivative("second-order", value, s, WEIGHT * (1 - WEIGHT) / t, r"the second $q(1 - q)/t$,", order=2)
    T.derivative(
        "third-order", value, s, WEIGHT * (1 - WEIGHT) * (1 - 2 * WEIGHT) / t**2,
        r"and the third $q(1 - q)(1 - 2q)/t^2$.", order=3,
    )
    T.forall(
        "share", [ge(q, 0), ge(1 - q, 0)], le(q * (1 - q), 1), r"As $0 \le q \le 1$, these products are small:",
        form=[1 - q, q**2],
    )
    T.forall(
        "share-below", [ge(q, 0), ge(1 - q, 0)], le(q * (1 - q) * (1 - 2 * q), 1), r"from above",
        form=[1 - q, q**2, 2 * q**2 * (1 - q)],
    )
    T.forall(
        "share-above", [ge(q, 0), ge(1 - q, 0)], ge(q * (1 - q) * (1 - 2 * q), -1),
        r"and from below. So the three derivatives are at most $K = 1 + \frac1t + \frac{1}{t^2}$ in size.",
        form=[q, (1 - q) ** 2, 2 * q * (1 - q) ** 2],
    )


def one_step(T: Proof) -> None:
    """A step of the walk and a little more of the normal differ by the cube of the scale."""
    T.say(
        r"III. For $\tau \ge 0$ let $u(s) = \mathrm{E}f(s + \tau Z)$ with $f$ of II, and $A$, $D$, $C$ the means of "
        r"$f$, $f'$, $f''$ at $s + \tau Z$. A step $\pm a$ of the walk:"
    )
    T.derivative(
        "taylor", K * s**3 / 6 - (phi(s) - A - D * s - C * s**2 / 2), s, K - phi(s).diff(s, 3),
        r"With $\phi(v) = \pm f(s + \tau z \pm v)$ and its value and two derivatives at 0, this vanishes at 0 with its "
        r"first two derivatives, and its third is not negative; so, going up three times, neither is the function at "
        r"$v = a$. In the mean over $z$: $|u(s \pm a) - A \mp Da - \frac12Ca^2| \le \frac16Ka^3$.",
        order=3,
    )
    T.forall(
        "one-step", [le(P - A - D * a - C * a**2 / 2, STEP / 6), le(Q - A + D * a - C * a**2 / 2, STEP / 6)],
        le((P + Q) / 2, A + C * a**2 / 2 + STEP / 6), r"With $P = u(s + a)$ and $Q = u(s - a)$: from above",
        form=[(STEP / 6 - P + A + D * a + C * a**2 / 2) / 2, (STEP / 6 - Q + A - D * a + C * a**2 / 2) / 2],
    )
    T.forall(
        "one-step-below", [ge(P - A - D * a - C * a**2 / 2, -STEP / 6), ge(Q - A + D * a - C * a**2 / 2, -STEP / 6)],
        ge((P + Q) / 2, A + C * a**2 / 2 - STEP / 6), r"and from below.",
        form=[(P - A - D * a - C * a**2 / 2 + STEP / 6) / 2, (Q - A + D * a - C * a**2 / 2 + STEP / 6) / 2],
    )
    T.derivative(
        "in-scale", phi(s + tau * z), tau, z * phi(w).diff(w).subs(w, s + tau * z),
        r"Now let $\tau$ grow. With $\phi = f$ the derivative of $\mathrm{E}f(s + \tau Z)$ is "
        r"$\mathrm{E}Zf'(s + \tau Z)$,",
    )
    T.derivative(
        "by-parts-again", phi(s + tau * z), z, tau * phi(w).diff(w).subs(w, s + tau * z),
        r"which by parts, here with $\phi = f'$, is $\tau\,\mathrm{E}f''(s + \tau Z)$.",
    )
    T.forall(
        "shorter", [ge(p, 0), ge(q - p, 0), le(q**2 - p**2, a**2)], le((q - p) ** 2, a**2),
        r"Let $\tau$ grow from $p$ to $q$ with $q^2 = p^2 + a^2$. Then it grows by at most $a$,",
        form=[a**2 - q**2 + p**2, 2 * p * (q - p)],
    )
    T.derivative(
        "in-variance", K * a * (tau**2 - p**2) / 2 - (phi(tau) - A - C * (tau**2 - p**2) / 2), tau,
        tau * (K * a - (phi(tau).diff(tau) / tau - C)),
        r"so $\mathrm{E}f''(s + \tau Z)$ differs from $C$, its value at $p$, by at most $Ka\,\mathrm{E}|Z| \le Ka$. "
        r"With $\phi(\tau) = \pm\mathrm{E}f(s + \tau Z)$ this vanishes at $p$ and has a derivative that is not "
        r"negative: $Y = \mathrm{E}f(s + qZ)$ is $A + \frac12Ca^2$ up to $\frac12Ka^3$.",
    )
    T.forall(
        "swap", [le(X := (P + Q) / 2, A + C * a**2 / 2 + STEP / 6), ge(Y, A + C * a**2 / 2 - STEP / 2), *SIZES],
        le(X - Y, STEP), r"One step of the walk in place of the variance $a^2$ costs at most $Ka^3$,",
        form=[A + C * a**2 / 2 + STEP / 6 - X, Y - A - C * a**2 / 2 + STEP / 2, STEP / 3],
    )
    T.forall(
        "swap-below", [ge(X, A + C * a**2 / 2 - STEP / 6), le(Y, A + C * a**2 / 2 + STEP / 2), *SIZES],
        le(Y - X, STEP), r"in both directions.",
        form=[X - A - C * a**2 / 2 + STEP / 6, A + C * a**2 / 2 + STEP / 2 - Y, STEP / 3],
    )
    T.induction(
        "swap-all",
        base=le(Y, K), base_given=[le(Y, K)],
        given=[le(V, n * K), le(Y, K)], step=le(V + Y, (n + 1) * K), step_form=[n * K - V, K - Y],
        moves={V: V + Y, n: n + 1}, start={V: Y, n: 1},
        text=r"Replace all $n$ steps, one by one; each costs at most $K$ (now for $Ka^3$):",
    )


def limit(T: Proof) -> None:
    """The walks at the scale of one over the root of n."""
    T.forall(
        "cost-of-an-entry", [gt(root, 0), eq(n, root**2), eq(a * root, 1)], eq(n * STEP * root, K),
        r"IV. Let $\nu = \sqrt{n}$ and $a = 1/\nu$: the walk of one entry, with $n$ steps $\pm a$, may be replaced "
        r"with one standard normal for $n K a^3 = K/\nu$.",
    )
    T.formally(
        "entry-by-entry", "TightMax.NormalEntries.walk_normals_swap",
        r"The mean over the walk of one entry is a finite sum, and may be taken before or after means over the others: "
        r"so the entries are replaced one after the other, for $N = dK/\nu$ in all.",
    )
    T.say(
        r"Let $w = m_n/\nu$ be the mean of the largest of the $d$ walks with steps $\pm a$, $P$ "
        r"that of $\Lambda$, and $Q$ the mean of $\Lambda$ over normals."
    )
    T.forall(
        "collect", [le(g, Q), le(Q, P + N), le(P, w + t * lam)], le(g, w + t * lam + N), r"From above",
        form=[Q - g, P + N - Q, w + t * lam - P],
    )
    T.forall(
        "collect-below", [le(w, P), le(P, Q + N), le(Q, g + t * lam)], le(w, g + t * lam + N), r"and from below:",
        form=[P - w, Q + N - P, g + t * lam - Q],
    )
    T.forall(
        "many-steps", [gt(e, 0), gt(root, 0), ge(root, 2 * d * K / e)], le(e / (2 * lam) * lam + d * K / root, e),
        r"for every $e > 0$ take $t = e/(2\lambda)$, then $n$ so large that the difference is at most $e$: "
        r"$m_n/\nu \to g_d$.",
        form=e * (root - 2 * d * K / e) / (2 * root),
    )
    T.forall(
        "limit-below", [le(L, EpsStar(d)), ge(L, g**2 / 2)], ge(EpsStar(d), g**2 / 2),
        r"By random-walk-lower $m_n^2/(2n) \le \varepsilon^*_d$, and so is the limit $L = \frac12g_d^2$:",
        form=[EpsStar(d) - L, L - g**2 / 2],
    )


def small_dimensions(T: Proof) -> None:
    """Two and three entries."""
    T.say(r"V. Two and three entries.")
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
    T.identity(
        "difference-law", z**2 / 2 + (y - z) ** 2 / 2, y**2 / 4 + (z - y / 2) ** 2,
        r"For $n = 1$, and $-Z_2$ has the law of $Z_2$: $Y = Z_1 - Z_2$ has the law of $\sqrt{2}Z$, with density "
        r"$e^{-y^2/4}/\sqrt{4\pi}$:",
    )
    T.derivative(
        "difference", -2 * exp(-(y**2) / 4), y, y * exp(-(y**2) / 4), r"$\mathrm{E}|Y| = 4/\sqrt{4\pi} = 2/\sqrt{\pi}$."
    )
    T.formally(
        "range-of-three", "TightMax.GaussianValues.three_numbers",
        r"The range of two numbers is their distance, that of $x \ge y \ge z$ is half of $(x-y) + (y-z) + (x-z)$, the "
        r"sum of the three distances.",
    )
    T.formally(
        "mean-of-two", "TightMax.GaussianValues.normal_maximum_2",
        r"Its mean is $2g_d$, as $-Z$ has the law of $Z$; so $g_2 = \frac12 \cdot \frac{2}{\sqrt{\pi}}$",
    )
    T.formally(
        "mean-of-three", "TightMax.GaussianValues.normal_maximum_3",
        r"and $g_3 = \frac34 \cdot \frac{2}{\sqrt{\pi}}$.",
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
    T.say(r"VI. Growth. Let $r \ge 1$, $b = r - 1$, $\Phi(x) = \mathrm{P}(Z < x)$ and $q = 1 - \Phi(b)$.")
    T.formally(
        "larger-mean", "TightMax.GaussianMaximum.larger_mean_is",
        r"As $x\rho(z)$ and $z\rho(z)$ are the derivatives of $x\Phi(z)$ and $-\rho(z)$, $M(x) = \mathrm{E}\max(x, Z)$ "
        r"is $x\Phi(x) + \rho(x)$.",
    )
    bell = exp(-(x**2) / 2) / sqrt(2 * pi)
    T.derivative(
        "larger-slope", x * Phi(x) + bell, x, Phi(x) + x * (Phi(x).diff(x) - bell),
        r"Its derivative is $\Phi(x)$, since $\Phi' = \rho$.",
    )
    T.forall(
        "supporting", [ge(M - p * x, D - p * b), ge(D, b)], ge(M, p * x + (1 - p) * b),
        r"So $M(x) - px$, with $p = \Phi(b)$, falls before $b$ and rises after, and at $b$ the mean $D = M(b)$ is at "
        r"least $b$:",
        form=[M - p * x - D + p * b, D - b],
    )
    T.forall(
        "another-entry", [ge(V, Y * M + (1 - Y) * b), ge(M, p * x + (1 - p) * b), ge(Y, 0)],
        ge(V, Y * p * x + (1 - Y * p) * b),
        r"Take the mean of $\max$ over one entry after the other, the last first: if over some of them it is $V \ge Yx "
        r"+ (1 - Y)b$ for the largest $x$ of the others, with $Y = 1$ for none, then with one more",
        form=[V - Y * M - (1 - Y) * b, Y * (M - p * x - (1 - p) * b)],
    )
    T.say(
        r"it is the same with $Yp$. In the end $x$ is the first entry, of mean 0, and $Y = y = (1-q)^{d-1}$: $g_d "
        r"\ge (1 - y)(r - 1)$."
    )
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
        moves={y: y * (1 - q), n: n + 1}, start={y: 1 - q, n: 1},
        text=r"Of $y$, in general $(1-q)^n(1 + nq) \le 1$.",
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
    T.forall(
        "growth", [ge(r, 1), ge(g, (r - 1) * (1 - y)), le(y, 6 / (6 + AT))], ge(g, (r - 1) * FAR), r"Hence",
        form=[g - (r - 1) * (1 - y), (r - 1) * (6 / (6 + AT) - y)],
    )


if __name__ == "__main__":
    gaussian_lower.script()
