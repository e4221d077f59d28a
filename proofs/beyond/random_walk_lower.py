r"""Random walks bound the gap from below by rational numbers."""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Function, Rational

from proofs.beyond.lemmas.random_walks import WALKS, walk_values, walks_against_chain
from symbolic.notation import EpsStar, d, eps, n, reals
from symbolic.relations import ge, le

a, c, f0, g0, m, q, w, y, z = reals("a c f_0 g_0 m q w y z")
A, B, C, F, G, M, N, P, S, W, Y = reals("A B C F G M N P S W Y")
slope, value = reals("f_1 c_0")
phi = Function("phi")


@theorem(
    "random-walk-lower",
    title="A lower bound from random walks",
    source="new",
    conclusion=r"Let $f$ be an $\varepsilon$-smoothing and $S_n$ a sum of $n$ independent random vectors of mean zero "
    r"and finitely many values, with entries in $[-a, a]$. Then $\mathrm{E}\max(S_n) \le \varepsilon + \frac12 n "
    r"a^2$. Hence $\varepsilon^*_d \ge m^2/(2n)$, where $m$ is the mean of the largest of $d$ independent walks of "
    r"$n$ steps $\pm 1$, a rational number.",
    claim=[le(M, eps + n * a**2 / 2), ge(EpsStar(d), m**2 / (2 * n))],
    variables=[
        (d, r"\{2, 3, \dots\}"), (n, r"\{1, 2, \dots\}"), (eps, r"(0, \infty)"), (a, r"[0, \infty)"),
        (M, r"\{\mathrm{E}\max(S_n)\}"), (F, r"\{\mathrm{E}f(S_n)\}"), (f0, r"\{f(0)\}"),
        (m, r"\{\text{mean of the largest of } d \text{ walks}\}"),
        (P, r"\{\mathrm{E}g(S_n) \text{ for walks with steps } \pm m/n \text{ and a best smoothing } g\}"),
        (g0, r"\{g(0)\}"),
    ],
    hypotheses=[
        ge(d, 2), le(M, F), le(F, f0 + n * a**2 / 2), le(f0, eps),
        le(m**2 / n, P), le(P, g0 + m**2 / (2 * n)), le(g0, EpsStar(d)),
    ],
    witness={d: 2, n: 1, eps: 1, a: 1, M: 1, F: 1, f0: 1, m: 1, P: 1, g0: Rational(1, 2), EpsStar(d): Rational(1, 2)},
    uses=["martingale"],
    ends=["setting", "claim 1", "best-scale, walk-bound"],
    sketch=r"A smoothing $f$ climbs slowly: by 1-smoothness from $\ell_\infty$ to $\ell_1$, a random step of mean "
    r"zero with entries in $[-a, a]$ raises the mean of $f$ by at most $\frac12a^2$, wherever it starts. After $n$ "
    r"steps from 0 the mean is at most $f(0) + \frac12na^2 \le \varepsilon + \frac12na^2$, and it is at least the "
    r"mean of the maximum. With $d$ independent walks of steps $\pm a$ the latter is $am$, so $\varepsilon \ge am - "
    r"\frac12na^2$; the best scale is $a = m/n$, which gives $m^2/(2n)$. Applied to a smoothing of least gap, which "
    r"exists by \ref{martingale}, this bounds $\varepsilon^*_d$. The mean $m$ is a rational number, counted over all "
    "paths; for $d = 2$, 3 and 4 and up to 64 steps the bounds grow with $n$ and stay below those of the chain.",
)
def random_walk_lower(T: Proof) -> None:
    climb(T)
    walks(T)


def climb(T: Proof) -> None:
    """A smoothing climbs at most a^2/2 on average in one step."""
    T.say(r"I. First the bound on a step, for an $\varepsilon$-smoothing $f$.")
    T.induction(
        "hoelder",
        base=le(y * z, B * A), base_given=[le(y, A), le(-y, A), le(z, B), le(-z, B)],
        base_form=[(A - y) * (B + z) / 2, (A + y) * (B - z) / 2],
        given=[le(S, B * G), le(y, A), le(-y, A), le(z, B), le(-z, B)], step=le(S + y * z, B * (G + A)),
        step_form=[B * G - S, (A - y) * (B + z) / 2, (A + y) * (B - z) / 2],
        moves={S: S + y * z, G: G + A}, start={S: 0, G: 0},
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
        moves={S: S + q * y, W: W + q, C: C + q * c}, start={S: 0, W: 0, C: 0},
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
        moves={S: Y, n: n + 1}, start={S: Y, n: 1},
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
        "walk-bound", [le(m**2 / n, P), le(P, g0 + m**2 / (2 * n)), le(g0, EpsStar(d))],
        ge(EpsStar(d), m**2 / (2 * n)),
        r"With this $a$, $\mathrm{E}\max(S_n) = m^2/n$ and $\frac12na^2 = m^2/(2n)$. For a smoothing $g$ of the gap "
        r"$\varepsilon^*_d$, which exists by martingale, with $P = \mathrm{E}g(S_n)$ and $g_0 = g(0)$:",
        form=[P - m**2 / n, g0 + m**2 / (2 * n) - P, EpsStar(d) - g0],
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


if __name__ == "__main__":
    random_walk_lower.script()
