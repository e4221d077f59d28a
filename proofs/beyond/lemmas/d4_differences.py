r"""The second differences of V along sign vectors: in each case a member of the family above V bends little enough."""

from collections.abc import Iterator, Mapping
from itertools import product

from proofs.machinery.engine.proof import Proof

from sympy import Expr, Integer, expand, factorial

from proofs.beyond.lemmas.d4_smoothing import STEEP, D, S, b, n, p, q, sigma, t, tau, u, w
from proofs.machinery.engine import lemma
from symbolic.notation import reals
from symbolic.relations import eq, ge, gt, le, lt
from symbolic.steps import Case

h, lam = reals("h lambda")
f1, sb, s1, Gi, Gj = reals("f_1 s_b s_1 G_i G_j")
fp, fm, f0, bound, most = reals("V_+ V_- V_0 C B")
pss, p1ss, p11s, rz, X = reals("P P_1 P_2 R X")
axis, ds, dlam = reals("e_i s_i lambda_1")


def sorted_signs() -> Iterator[Case]:
    """Yield the sum and the partial sums of a sorted sign vector plus its sorted opposite, for two to four entries."""
    for entries in range(2, 5):
        for signs in product((1, -1), repeat=entries):
            falling, opposite = sorted(signs, reverse=True), sorted((-sign for sign in signs), reverse=True)
            both = [one + other for one, other in zip(falling, opposite, strict=True)]
            yield f"sum of {signs}", Integer(sum(both)), "=", Integer(0)
            for count in range(1, entries):
                yield f"first {count} of {signs}", Integer(sum(both[:count])), ">=", Integer(0)


def differences(T: Proof) -> None:
    """The upper limit of the quotients of second differences is at most 1 everywhere."""
    majorants(T)
    at_the_start(T)
    inside(T)
    at_the_end(T)
    ties(T)


def _cubic(coefficients: Mapping[tuple[int, int], Expr], at: Expr, past: Expr) -> Expr:
    """Return the polynomial of degree three in two variables with these derivatives at the origin."""
    return sum(
        value * at**i * past**j / (factorial(i) * factorial(j)) for (i, j), value in coefficients.items()
    )


def majorants(T: Proof) -> None:
    """A member of the family through V(x), with second derivative in a direction."""
    letters = {(i, j): reals(f"f_{i}{j}")[0] for i in range(4) for j in range(4 - i)}
    past = -lam * h
    ray = {(i, j - 1): value for (i, j), value in letters.items() if j}
    member = _cubic(letters, h, past) + (t + lam * h) * _cubic(ray, h, past) + 2 * (t + lam * h) ** 2
    constant = letters[0, 0] + t * letters[0, 1] + 2 * t**2
    linear = letters[1, 0] + t * letters[1, 1] + lam * t * (4 - letters[0, 2])
    bend = letters[2, 0] + lam**2 * (4 - letters[0, 2]) + t * (
        letters[2, 1] - 2 * lam * letters[1, 2] + lam**2 * letters[0, 3]
    )
    rest = expand((expand(member) - expand(constant + h * linear + h**2 * bend / 2)) / h**3)
    T.identity(
        "member", member, constant + h * linear + h**2 * bend / 2 + h**3 * rest,
        r"At $x + hs$, $s$ a direction in $(a,b,c)$, $V - \mu$ is at most the member of the family with $t + \lambda "
        r"h$ in place of $t$, for any $\lambda$ that keeps it admissible. Let $f_{ij}$ be the derivatives of $\Phi$ at "
        r"$x^t$, $i$ times along $s$ and $j$ times along $\mathbf{1}$. Up to terms of order $h^3$ (for $\Phi$ with "
        r"remainders: $o(h^2)$) the member is",
    )
    T.derivative(
        "member-bend", constant + h * linear + h**2 * bend / 2, h, bend,
        r"So its second derivative at $h = 0$ is $C(s,\lambda) = \Phi_{ss} + \lambda^2(4-\sigma) + t(\Phi_{1ss} - "
        r"2\lambda\Phi_{11s} + \lambda^2\sigma_1)$, and the first one is linear in $s$ and $\lambda$:", order=2,
    )
    one, mixed = (letters[2, 1], letters[1, 2]), letters[0, 3]
    T.derivative(
        "along-z", (one[0] * h**2 + 2 * one[1] * h * past + mixed * past**2) / 2, h,
        one[0] - 2 * lam * one[1] + lam**2 * mixed,
        r"With $z = s - \lambda\mathbf{1}$ the last bracket is $\Phi_{1zz}$, so $C = \Phi_{ss} + \lambda^2(4 - \sigma) "
        r"+ t\Phi_{1zz}$.", order=2,
    )
    T.forall(
        "both-sides", [le(fp + fm - 2 * f0, bound * h**2), le(bound, most)], le(fp + fm - 2 * f0, most * h**2),
        r"It remains to find $\lambda$ with $C \le 1$ for $s$ an axis (sign vectors with two entries 1) and $C \le 4$ "
        r"for $s$ a diagonal (sign vectors with one entry or three entries 1 have half a diagonal), in each of the "
        r"cases: the members at $x \pm hs$, with $\pm h$ in place of $h$, are above $V$ and equal to it at $x$, and "
        r"their sum less twice the value at $x$ is $h^2C$ up to $o(h^2)$, so the upper limit of the quotients is at "
        r"most the bound of $C$ ($V_\pm$, $V_0$ the values; here without the $o(h^2)$).",
        form=[bound * h**2 - (fp + fm - 2 * f0), h**2 * (most - bound)],
    )


def at_the_start(T: Proof) -> None:
    """Case A: t = 0."""
    signs = [ge(q, 0), ge(D, 0), ge(S, 0), gt(n, 0)]
    T.say(r"(A): $t = 0$. Take $\lambda = 0$, where $C = \Phi_{ss}$. It is 1 along $a$ and $c$, $\sigma \le 4$ along "
          r"$\mathbf{1}$,")
    T.forall("start-b", signs, le(1 - q * D * S, 1), r"along $b$ at most 1,", form=q * D * S)
    T.forall(
        "start-two", [*signs, le(STEEP, 4)], le(STEEP - 4 * n * S, 4), r"and along the other diagonals at most 4:",
        form=[4 - STEEP, 4 * n * S],
    )
    T.forall(
        "start-three", [*signs, gt(tau, 0)], le(4 - 2 * tau - 2 * n * (S + D) - q * D * S, 4), r"",
        form=[2 * tau, 2 * n * S, 2 * n * D, q * D * S],
    )
    T.forall(
        "start-four", [*signs, le(2 * tau, 1), le(STEEP, 4)], le(6 * tau + 2 * n * (S - D) - q * D * S, 4),
        r"the last one because $\tau \le \frac12$.", form=[4 - STEEP, 4 * (1 - 2 * tau), 4 * n * D],
    )


def inside(T: Proof) -> None:
    """Case B: 0 < t < S/2, where sigma = 4."""
    signs = [ge(q, 0), ge(D, 0), ge(S, 0), gt(n, 0), ge(t, 0)]
    rate, steep_b = D * (p * S - 2 * q), 2 * n - q * S - 3 * q * D + p * D * S
    steep_1 = 6 * n - 2 * q * S - 4 * q * D + p * D * S
    T.say(
        r"(B): $\sigma = 4$, every $\lambda$ near 0 or not is admissible for small $h$, and $C$ is $\Phi_{ss} + "
        r"t\Phi_{1zz}$. Along $a$ and $c$, with $\lambda = 0$, it is 1, for $\Phi_{aa}$ and $\Phi_{cc}$ are 1 "
        r"everywhere."
    )
    whole = pss + lam**2 * (4 - sigma) + t * (p1ss - 2 * lam * p11s + lam**2 * s1)
    T.forall(
        "along-one", [eq(pss, sigma), eq(p1ss, s1), eq(p11s, s1), eq(lam, 1)], eq(whole, 4),
        r"Along $\mathbf{1}$, with $\lambda = 1$, $z = 0$ and $C = 4$ ($P$, $P_1$ and $P_2$ for $\Phi_{ss}$, "
        r"$\Phi_{1ss}$ and $\Phi_{11s}$). Along $b$, if $pS \le 2q$ or $D = 0$, $\lambda = 0$ serves:",
    )
    T.forall("inside-level", [eq(D, 0)], eq(1 - q * D * S + t * rate, 1), r"for $D = 0$")
    T.forall(
        "inside-flat", [*signs, le(p * S, 2 * q)], le(1 - q * D * S + t * rate, 1), r"and for $pS \le 2q$.",
        form=[q * D * S, t * D * (2 * q - p * S)],
    )
    T.say(r"If $pS > 2q$ and $D > 0$, $f = D(pS-2q)$ is positive. Is there a $\lambda$ with $f - 2\lambda\sigma_b + "
          r"\lambda^2\sigma_1 \le 0$? Its discriminant is four times")
    T.identity(
        "discriminant", steep_b**2 - rate * steep_1,
        (2 * n - q * S) ** 2 + q**2 * D**2 + 2 * D * S * (q**2 - n * p),
        r"which is $\sigma_b^2 - f\sigma_1$.",
    )
    T.forall(
        "discriminant-sign", [ge(D, 0), ge(S, 0), le(n * p, q**2)],
        ge((2 * n - q * S) ** 2 + q**2 * D**2 + 2 * D * S * (q**2 - n * p), 0),
        r"As $np \le q^2$, $\sigma_b^2 \ge f\sigma_1$.",
        form=[(2 * n - q * S) ** 2, q**2 * D**2, 2 * D * S * (q**2 - n * p)],
    )
    T.forall(
        "vertex", [gt(s1, 0), ge(sb**2, f1 * s1)], le(f1 - 2 * (sb / s1) * sb + (sb / s1) ** 2 * s1, 0),
        r"So $\lambda = \sigma_b/\sigma_1$ serves if $\sigma_1 > 0$ ($f_1$, $s_b$, $s_1$ for $f$, $\sigma_b$, "
        r"$\sigma_1$).", form=(sb**2 - f1 * s1) / s1,
    )
    T.forall(
        "q-positive", [ge(q, 0), gt(n, 0), gt(p * S, 2 * q), ge(S, 0), le(n * p, q**2)], gt(q, 0),
        r"If $\sigma_1 = 0$: $q > 0$ here,",
    )
    T.forall(
        "no-zero", [gt(q, 0), gt(D, 0), ge(S, 0), le(n * p, q**2)],
        gt((2 * n - q * S) ** 2 + q**2 * D**2 + 2 * D * S * (q**2 - n * p), 0),
        r"so $\sigma_b \ne 0$, and $\lambda = f/(2\sigma_b)$ serves. In each case $C \le \Phi_{bb} \le 1$.",
        form=[(2 * n - q * S) ** 2, q**2 * D**2, 2 * D * S * (q**2 - n * p)],
    )
    T.say(
        r"The diagonals are $(1,-1,-1) = 2e_a - \mathbf{1}$, $(-1,1,-1) = 2e_b - \mathbf{1}$ and $(-1,-1,1) = 2e_c - "
        r"\mathbf{1}$. Take $2\lambda - 1$ in place of $\lambda$, where $\lambda$ is that of the axis $e$."
    )
    T.forall(
        "twice-the-axis", [eq(ds, 2 * axis - 1), eq(dlam, 2 * lam - 1)], eq(ds - dlam, 2 * (axis - lam)),
        r"Entry by entry, $z = s - (2\lambda - 1)\mathbf{1}$ is twice that of the axis,",
    )
    T.forall(
        "diagonal-members", [le(rz, 0), ge(t, 0), eq(sigma, 4)], le(pss + dlam**2 * (4 - sigma) + t * 4 * rz, pss),
        r"so $\Phi_{1zz} \le 0$ is four times that of the axis ($R$), and $C \le \Phi_{ss}$, which along the three is",
    )
    T.forall(
        "inside-two", [*signs, le(STEEP, 4)], le(STEEP - 4 * n * S, 4), r"at most 4,", form=[4 - STEEP, 4 * n * S],
    )
    T.forall(
        "inside-three", [ge(STEEP, 4)], le(4 - 2 * tau - 2 * n * (S + D) - q * D * S, 4 - 4 * tau - 2 * q * D * S),
        r"at most $4 - 4\tau - 2qDS \le 4$,", form=STEEP - 4,
    )
    T.forall(
        "inside-four", [le(STEEP, 4)], le(6 * tau + 2 * n * (S - D) - q * D * S, 8 * tau - 4 * n * D),
        r"and at most $8\tau - 4nD \le 4$.", form=4 - STEEP,
    )


def at_the_end(T: Proof) -> None:
    """Case C: t = S/2, where x^t is on the wall x_1 = x_2."""
    T.say(
        r"(C): $S = 0$ at $x^t$ and $\sigma = 4 - 2\tau + 2nD \ge 4$. With $\lambda = \frac12(s_b + s_c)$, $z_b + z_c "
        r"= 0$: $x^t$ moves along the wall, and $t$ stays the largest admissible one. Along $a$, $\lambda = 0$ and $C "
        r"= 1$; along $\mathbf{1}$, $z = 0$ and $C = \sigma + 4 - \sigma = 4$; along $(1,-1,-1)$, $z = 2e_a$ and $C = "
        r"\sigma + 4 - \sigma = 4$. Along $b$ and $c$, $\lambda = \frac12$, $z$ is half of $(-1,1,-1)$ or of "
        r"$(-1,-1,1)$, and"
    )
    T.forall(
        "end-axes", [ge(sigma, 4), ge(t, 0), gt(n, 0)], le(1 + (4 - sigma) / 4 + t * (-2 * n) / 4, 1),
            r"$C$ is at most 1.",
        form=[(sigma - 4) / 4, t * n / 2],
    )
    T.forall(
        "end-three", [gt(tau, 0), gt(n, 0), ge(D, 0), ge(t, 0)], le(4 - 2 * tau - 2 * n * D + t * (-2 * n), 4),
        r"Along $(-1,1,-1)$, $\lambda = 0$,", form=[2 * tau, 2 * n * D, 2 * t * n],
    )
    T.forall(
        "end-four", [le(2 * tau, 1), gt(n, 0), ge(D, 0), ge(t, 0)], le(6 * tau - 2 * n * D + t * (-2 * n), 4),
        r"and so along $(-1,-1,1)$.", form=[3 * (1 - 2 * tau), Integer(1), 2 * n * D, 2 * t * n],
    )


def ties(T: Proof) -> None:
    """Points with equal entries."""
    T.say(
        r"Equal entries. If $x$ has ties, the sorted $x + h\sigma$ is $x + h\sigma'$ with $\sigma'$ sorted within each "
        r"block of equal entries, and the sorted $x - h\sigma$ is $x + h\sigma''$. Both are in the chamber, and the "
        r"members used above, for $h \ge 0$ only, bound $V$ there: their second derivatives are at most 1, and their "
        r"first ones are $\langle G, \sigma'\rangle$ and $\langle G, \sigma''\rangle$ with the same $G$."
    )
    T.finite(
        "tie-vectors", sorted_signs,
        r"In a block, $\sigma' + \sigma''$ has the sum 0, and its partial sums are not negative: it is a sum of "
        r"vectors $2(e_i - e_{i+1})$ of neighbours. Every sign vector of two, three and four entries:",
    )
    T.forall(
        "tie", [ge(lam, 0), le(Gi, Gj)], le(lam * (Gi - Gj), 0),
        r"So it is enough that $G_i \le G_j$ at neighbouring equal entries $i = j - 1$: then the first order is not "
        r"positive, and the upper limit of the quotients at most 1 (or $-\infty$).",
        form=lam * (Gj - Gi),
    )
    T.say(
        r"$x_1 = x_2$: then $S = t = 0$, and $G_1 - G_2 = \frac12(\Phi_b + \Phi_c)$ vanishes (wall-first); $\sigma'$ "
        r"does not lead below $S = 0$, and $\lambda \ge 0$ in (C)."
    )
    apart = D * (1 + w(u) - w(u).diff(u) * (S + 2 * u))
    T.forall(
        "middle-level", [eq(D, 0)], eq(D * X, 0),
        r"$x_2 = x_3$: $D = 0$, so $\Phi_a - \Phi_b$ vanishes (wall-middle),",
    )
    T.derivative(
        "middle-rate", apart, u, -D * (w(u).diff(u) + w(u).diff(u, 2) * (S + 2 * u)),
        r"and so does its derivative along $\mathbf{1}$, where $D$ remains 0: it is a multiple of $D$ as well;",
    )
    T.forall(
        "no-end-there", [gt(tau, 0)], lt(4 - 2 * tau, 4),
        r"case (C) does not occur, for with $S = D = 0$ $\sigma$ is less than 4. So $G_2 = G_3$.", form=2 * tau,
    )
    r2, r3 = reals("w_2 w_3")
    T.forall(
        "last-tie", [ge(t, 0), le(f1, 0), le(b * r3 - r2, 0), ge(b, 0), ge(q, 0), ge(D, 0)],
        le(2 * f1 + t * 2 * (b * r3 - r2 - b * q * D), 0),
        r"$x_3 = x_4$: $c = b$ on all of the ray, $\lambda$ counts for nothing ($s_b + s_c = 0$), and by wall-last and "
        r"its derivative along $\mathbf{1}$, where $f_1 = D(b\omega^{(3)} - \omega'') + b\omega'' - 2\omega' \le 0$, "
        r"twice $G_3 - G_4$ is", form=[-2 * f1, 2 * t * (r2 - b * r3), 2 * t * b * q * D],
    )
    T.say(r"These are all cases of the condition of part III; and $V(0) = v$.")


if __name__ == "__main__":
    lemma.script(__file__)
