r"""The second differences of V along sign vectors: at fixed rho it is one of three cubic polynomials, which bend "
r"little."""

from collections.abc import Sequence

from proofs.machinery.engine.proof import Proof

from sympy import Expr, Integer, Mul, Rational

from proofs.beyond.lemmas.d4_smoothing import A1, A2, HALF, X, a, b, c, n, phi, rho, s, t
from proofs.machinery.engine import lemma
from symbolic.notation import reals
from symbolic.relations import eq, ge, gt, le

tau, ell, h, m, j, Y = reals("tau ell h m j Y")
z = reals("z_1 z_2 z_3")
fp, fm, f0, gp, gm = reals("V_+ V_- V_0 G_+ G_-")
u, a1, b1, c1 = reals("u a_1 b_1 c_1")
DIAGONALS = {"first": (1, 1, 1), "second": (1, -1, -1), "third": (-1, 1, -1), "fourth": (-1, -1, 1)}


def differences(T: Proof) -> None:
    """The upper limit of the quotients of second differences is at most 1 everywhere."""
    pieces(T)
    along(T)
    axes(T)
    diagonals(T)
    neighbours(T)
    order(T)


def cubic_in(expression: Expr, by: Sequence[Expr]) -> Expr:
    """Return the expression at (a, b, c) moved by this, to be expanded by who compares."""
    return expression.xreplace({a: a + by[0], b: b + by[1], c: c + by[2]})


def pieces(T: Proof) -> None:
    """The best t."""
    T.say(r"Let $x$ be sorted, and let $(\rho, t)$ be where the minimum is attained. Which $t$ is it?")
    T.forall(
        "t-none", [le(X, 0), ge(t, 0)], le(t**2 * X - 2 * t**3, 0), r"(A) If $X \le 0$, $t = 0$.",
        form=[Mul(t**2, -X, evaluate=False), 2 * t**3],
    )
    T.forall(
        "t-third", [ge(X, 0), ge(t, 0)], le(t**2 * X - 2 * t**3, X**3 / 27), r"(B) If $0 < X < 3s$, $t = \frac13X$.",
        form=[(t - X / 3) ** 2 * 2 * t, (t - X / 3) ** 2 * X / 3],
    )
    T.forall(
        "t-all", [ge(X, 3 * s), ge(t, 0), ge(s - t, 0), ge(s, 0)], le(t**2 * X - 2 * t**3, s**2 * X - 2 * s**3),
        r"(C) If $X > 0$ and $X \ge 3s$, $t = s$.",
        form=[(s - t) * (X - 3 * s) * s, (s - t) * (X - 3 * s) * t, (s - t) ** 2 * s, 2 * (s - t) ** 2 * t],
    )


def second(direction: Sequence[Expr]) -> Expr:
    """Return the second derivative of Phi_rho in a direction."""
    i, j, k = direction
    return i**2 + j**2 + k**2 + 2 * A2 * (i * k + j * k - i * j) + 2 * n * (a * j * k + b * i * k + c * i * j)


def third_of(direction: Sequence[Expr]) -> Expr:
    """Return the second derivative of X^3/27."""
    return Rational(2, 9) * X * sum(direction) ** 2


def all_of(direction: Sequence[Expr]) -> Expr:
    """Return the second derivative of s^2 X - 2 s^3."""
    rise, widen = sum(direction), direction[1] + direction[2]
    return X * widen**2 / 2 + 2 * s * widen * rise - 3 * s * widen**2


def along(T: Proof) -> None:
    """Second differences of cubic polynomials are their second derivatives."""
    rise, widen = sum(z), (z[1] + z[2]) / 2
    moved = [tuple(sign * h * part for part in z) for sign in (1, -1)]
    T.say(
        r"At fixed $\rho$ the minimum is $\Phi_\rho$ in (A), $\Phi_\rho - \frac{n}{27}X^3$ in (B) and $\Phi_\rho - "
        r"n(s^2X - 2s^3)$ in (C), cubic polynomials of $x$. The second difference $G(x+hz) + G(x-hz) - 2G(x)$ of such "
        r"a one is $h^2$ times its second derivative along $z$ at $x$:"
    )
    T.identity(
        "bend-a", sum(cubic_in(phi(), by) for by in moved) - 2 * phi(), h**2 * second(z), r"for $\Phi_\rho$;",
    )
    T.identity(
        "bend-b", ((X + h * rise) ** 3 + (X - h * rise) ** 3 - 2 * X**3) / 27, h**2 * third_of(z),
        r"for $\frac1{27}X^3$;",
    )
    T.identity(
        "bend-c",
        sum((s + e * widen) ** 2 * (X + e * rise) - 2 * (s + e * widen) ** 3 for e in (h, -h))
        - 2 * (s**2 * X - 2 * s**3),
        h**2 * all_of(z), r"and for $s^2X - 2s^3$.",
    )


def axes(T: Proof) -> None:
    """Sign vectors with two entries 1."""
    first, middle = (Integer(1), Integer(0), Integer(0)), (Integer(0), Integer(1), Integer(0))
    T.say(
        r"Let $C$ be that of $G$; we need $C \le 1$ for the sign vectors. Along the axes that of $\Phi_\rho$ is 1, "
        r"and $C$ is"
    )
    T.forall(
        "axis-b", [gt(n, 0), ge(X, 0)], le(second(first) - n * third_of(first), 1), r"at most 1 in (B),",
        form=2 * n * X / 9,
    )
    T.forall(
        "axis-c", [gt(n, 0), ge(X, 3 * s), ge(s, 0)], le(second(middle) - n * all_of(middle), 1),
        r"and in (C), where along $a$ it is 1, and along $b$ and $c$ this.", form=[n * (X - 3 * s) / 2, n * s / 2],
    )


def halved(name: str) -> tuple[Expr, ...]:
    """Return half of a diagonal."""
    return tuple(Rational(part, 2) for part in DIAGONALS[name])


def diagonals(T: Proof) -> None:
    """Sign vectors with one entry or three entries 1."""
    lead = X + rho + tau / n - b - c
    bend = HALF - tau - n * rho
    signs = [gt(n, 0), ge(s, 0)]

    def whole(name: str, taken: Expr | int = 0) -> Expr:
        return (second(halved(name)) - n * taken).xreplace({a: lead, A2: bend})

    T.say(
        r"On the halves of the diagonals use $A_2 = \frac12 - \tau - n\rho$ and $a = X + \rho + \ell - b - c$ with "
        r"$n\ell = \tau$. For $(1,1,1)$"
    )
    T.identity("first-a", whole("first"), 1 + n * X / 2, r"$C$ is in (A), where $X \le 0$, this,")
    T.identity("first-b", whole("first", third_of(halved("first"))), Integer(1), r"and it is 1 in (B)")
    T.identity("first-c", whole("first", all_of(halved("first"))), Integer(1), r"and in (C).")
    T.identity(
        "second-a", whole("second"), 1 + n * X / 2 - n * (b + c),
        r"For $(1,-1,-1)$ it is in (A) this, with $X \le 0 \le s$,",
    )
    both = whole("second", third_of(halved("second"))).xreplace({b: 2 * s - c})
    T.forall(
        "second-b", [*signs, le(X, 3 * s)], le(both, 1), r"at most 1 in (B),",
        form=[4 * n * (3 * s - X) / 9, 2 * n * s / 3],
    )
    T.identity(
        "second-c", whole("second", all_of(halved("second"))).xreplace({b: 2 * s - c}), Integer(1), r"and 1 in (C).",
    )
    taken = [gt(n, 0), gt(tau, 0), ge(j, 0)]
    T.forall(
        "third-diagonal", [*taken, ge(a - b, 0), ge(rho + c, 0)],
        le((second(halved("third")) - n * j).xreplace({A2: bend}), 1),
        r"For $(-1,1,-1)$ (B) takes $\frac1{18}nX$ from $\Phi_\rho$ and (C) nothing: $nj$. As $\rho \ge b_0 > 0$ and "
        r"$\rho "
        r"\ge \frac12(b-c)$, $\rho + c \ge \frac12(b+c) \ge 0$ or $c \ge 0$.",
        form=[tau / 2, n * (rho + c) / 2, n * (a - b) / 2, n * j],
    )
    T.forall(
        "fourth-diagonal", [gt(n, 0), ge(A2, 0), ge(j, 0), ge(a, 0), ge(b - c, 0)],
        le(second(halved("fourth")) - n * j, 1), r"For $(-1,-1,1)$ as well, and $A_2 \ge 0$.",
        form=[Rational(1, 4), 3 * A2 / 2, n * a / 2, n * (b - c) / 2, n * j],
    )


def neighbours(T: Proof) -> None:
    """Where rho is not admitted at a point near by, another value is, at little cost."""
    T.say(
        r"Now compare $V$ at $x' = x + h\sigma$ and $x - h\sigma$, first where they are sorted, with the cubic "
        r"polynomial $G$ of $x$; $G(x')$ is the member of the family with the $t$ of the same case. If $\rho$ is "
        r"admitted at $x'$, $V \le G$ there. Otherwise it lies outside of its interval by at most $h$; move it to the "
        r"end. From here on $a$, $b$, $c$, $s$ belong to $x'$, and $\rho$ is on the way, less than $h$ long."
    )
    T.forall(
        "too-large", [ge(h, 0), ge(a - rho + h, 0), ge(rho - b, 0), ge(h - (rho - b), 0), ge(rho + c, 0),
                      ge(m - (rho + c), 0), ge(Y, 0)],
        ge((a - rho) * (rho - b) * (rho + c) + t**2 * Y, -m * h**2),
        r"If $\rho$ was too large, it falls, and $b \le \rho \le b + h$, $\rho \le a + h$: with $\rho + c \le m$ and "
        r"$Y "
        r"= a+b+c-\rho-2t$, which is not negative for $t = \frac13X$ or $3t \le X$ (and does not count for $t = 0$),",
        form=[(a - rho + h) * (rho - b) * (rho + c), h * (h - (rho - b)) * (rho + c), h**2 * (m - (rho + c)), t**2 * Y],
    )
    wide = a - rho
    T.identity(
        "too-small-form",
        ((wide * (rho - b) * (rho + c) + t**2 * (a + b + c - rho - 2 * t)).xreplace({c: 2 * s - b})),
        (b - s - rho) ** 2 * wide - (s - t) * ((s + t) * wide - 2 * t**2),
        r"If it was too small, it grows, up to $\frac12(b-c) = b - s \le \rho + h$. There $B$ is",
    )
    T.forall(
        "too-small", [ge(s - t, 0), ge(t, 0), ge(s, 0), ge(wide - s, 0)], ge((s - t) * ((s + t) * wide - 2 * t**2), 0),
        r"at most $h^2(a - \rho)$, because $t \le s \le a - \rho$:",
        form=[(s - t) * (wide - s) * s, (s - t) * (wide - s) * t, (s - t) ** 2 * s, 2 * (s - t) ** 2 * t],
    )
    T.forall(
        "both-sides", [le(fp, gp + m * h**3), le(fm, gm + m * h**3), le(gp + gm - 2 * f0, h**2)],
        le(fp + fm - 2 * f0, h**2 + 2 * m * h**3),
        r"So with another $m$, which bounds $q$ near by, too, $V \le G + mh^3$ at both points, and the upper limit of "
        r"the quotients is at most 1.",
        form=[gp + m * h**3 - fp, gm + m * h**3 - fm, h**2 - (gp + gm - 2 * f0)],
    )


def order(T: Proof) -> None:
    """Where entries are equal, sorting makes the polynomials no larger."""
    T.say(
        r"If $x$ has equal entries, $x'$ may be out of order among them. Exchanging neighbours $x_i < x_{i+1}$ of $x'$ "
        r"sorts it, and $G$ does not grow:"
    )
    T.forall(
        "exchange-first", [eq(b1, -c), eq(c1, -b)], eq(phi().xreplace({b: b1, c: c1}), phi()),
        r"Where $x_1 = x_2$, exchanging $x_1'$ and $x_2'$ takes $(b, c)$ to $(-c, -b)$; $\Phi_\rho$ stays,",
    )
    T.identity(
        "exchange-all", (-s) ** 2 * (X - 4 * s) - 2 * (-s) ** 3, s**2 * X - 2 * s**3,
        r"in (C) so does what is taken, for $s$ becomes $-s$ and $X$ becomes $X - 4s$, and in (B) $s > 0$ at $x$.",
    )
    T.forall(
        "exchange-middle", [eq(a1, b), eq(b1, a)], eq(phi().xreplace({a: a1, b: b1}), phi()),
        r"Where $x_2 = x_3$, $a$ and $b$ are exchanged; $\Phi_\rho$ and $X$ stay,",
    )
    T.forall(
        "not-in-the-middle",
        [ge(2 * (a + b + c - rho - ell), 3 * (b + c)), ge(2 * rho, b - c), gt(ell, 0)], gt(a - b, 0),
        r"and in (C), where $X \ge 3s$, $x_2 > x_3$.",
        form=[(2 * (a + b + c - rho - ell) - 3 * (b + c)) / 2, (2 * rho - (b - c)) / 2, ell],
    )
    T.identity(
        "exchange-last", phi() - phi().xreplace({b: c, c: b}), 2 * (c - b) * (2 * A1 + a * A2),
        r"Where $x_3 = x_4$, $b$ and $c$ are exchanged; $X$ and $s$ stay, and $\Phi_\rho$ changes, where $c > b$, "
        r"from a "
        r"larger to a smaller value, if $2A_1 + aA_2 \ge 0$:",
    )
    T.forall(
        "kink", [ge(u, 0), ge(rho - u, 0), ge(Y, 0)], ge(2 * -Y * u**2 / 2 + rho * Y * u, 0),
        r"$2A_1(u) + \rho A_2(u)$ is 0 at $u = b_0$, and has for $u \le \rho$ a rate that is positive for $u < \rho$ "
        r"($Y = q(u)$).",
        form=Y * u * (rho - u),
    )
    T.forall(
        "kink-beyond", [ge(2 * A1 + rho * A2, 0), ge(A2, 0), ge(a - rho, 0)], ge(2 * A1 + a * A2, 0),
        r"At $x$, $\rho \le b \le a$, or $\rho = b_0$ and $A_1 = A_2 = 0$; so it is 0 for all $x'$ or positive at $x$ "
        r"and "
        r"near by. These are all cases of the condition of part III.",
        form=[2 * A1 + rho * A2, (a - rho) * A2],
    )


if __name__ == "__main__":
    lemma.script(__file__)
