"""Seed 002, literature and conclusion: claims S2-69 to S2-81."""

from sympy import Symbol, log

from proofs.machinery.engine.claim import CORRECTED, PROVED, REFUTED, ClaimProof, Claims
from symbolic.notation import positives, reals
from symbolic.relations import ge, gt, le, lt

claim = Claims()
S, W, F, w, y, number = reals("S W F w y N")
p, E = positives("p E")
a = Symbol("a", real=True)
OBJECTIVE = p * a - p * log(p) - (1 - p) * log(1 - p)


claim.not_reproduced(
    "S2-69", "S2, section 7.1", "The paper was cited 353 times.",
    "citations were not counted, and the number changes with time.",
)


@claim(
    "S2-70", REFUTED, "S2, section 7.1", "OptNet (2021) is a direct follow-up of the paper of 2020.",
    truth="The source's own reference for OptNet is arXiv 1703.00443, of March 2017; the paper is arXiv 2002.08676, "
    "of February 2020. OptNet comes first.",
)
def s2_70(c: ClaimProof) -> None:
    c.refute(
        "date", ge(number, 2002),
        "Numbers of arXiv begin with year and month: a follow-up would not be from before 2002, but the reference has "
        "1703.",
        at={number: 1703},
    )


claim.not_reproduced(
    "S2-71", "S2, section 7.1",
    "Efficient and modular implicit differentiation and Beyond backpropagation (both 2022) extend this line of work.",
    "influence was not checked. Their numbers, arXiv 2105.15183 and 2205.03076, are of later dates than the paper.",
)


@claim(
    "S2-72", CORRECTED, "S2, section 7.1",
    "Differentiable dynamic programming, of 2018, was discussed again in 2021.",
    truth="2018 is right: arXiv 1802.03676 and volume 80 of the proceedings. The source has no reference for 2021.",
)
def s2_72(c: ClaimProof) -> None:
    c.lacks(r"both references are of 2018; none supports 2021.")
    c.exact(
        "from-2018", ge(number, 1801), "The first four digits of the number, 1802, are in 2018:", at={number: 1802}
    )
    c.exact("in-2018", le(number, 1812), r"year 18, month 02.", at={number: 1802})


@claim(
    "S2-73", REFUTED, "S2, section 7.1", "Learning with Fenchel-Young losses (2020) grew out of this paper.",
    truth="Its number at the journal, 19-021, is of 2019, before arXiv 2002.08676: it precedes the paper.",
)
def s2_73(c: ClaimProof) -> None:
    c.refute(
        "date", ge(number, 20),
        "A paper that grew out of one of 2020 would not be submitted before that year; its number begins with 19.",
        at={number: 19},
    )


claim.not_reproduced(
    "S2-74", "S2, section 7.1",
    "Work of 2024 on online structured prediction and of 2025 on inverse optimisation uses Fenchel-Young losses; a "
    "survey of 2024 on graph reinforcement learning lists the method.",
    "the papers were not read.",
)


@claim(
    "S2-75", PROVED, "S2, section 7.2",
    "Softmax and sigmoid are solutions of constrained problems with an entropy.",
    truth=r"The softmax of $x$ is the only maximum point of $\langle p, x\rangle - \sum p_i\ln p_i$ on the simplex, "
    r"$\sigma(a)$ that of $pa - p\ln p - (1 - p)\ln(1 - p)$ on $[0, 1]$.",
    uses=["lse-conjugate"],
)
def s2_75(c: ClaimProof) -> None:
    c.say(r"The softmax is the theorem. For the sigmoid:")
    c.derivative("slope", OBJECTIVE, p, a - log(p) + log(1 - p), r"the objective has this derivative,")
    c.identity(
        "stationary", log(E) - log(E / (1 + E)) + log(1 - E / (1 + E)), 0,
        r"which vanishes at $p = E/(1 + E) = \sigma(a)$, where $E = e^a$,",
    )
    c.derivative("bend", OBJECTIVE, p, -1 / p - 1 / (1 - p), r"and the second derivative is", order=2)
    c.forall(
        "concave", [gt(p, 0), gt(1 - p, 0)], lt(-1 / p - 1 / (1 - p), 0), "negative: the only maximum point.",
        form=[1 / p, 1 / (1 - p)],
    )


claim.not_reproduced(
    "S2-76", "S2, section 7.2", "BPQP is more efficient than implicit differentiation.",
    "the program and its problems are not at hand.",
)
claim.not_reproduced(
    "S2-77", "S2, section 7.2", "The Nystrom method approximates products with inverse Hessians.",
    "the paper was not read and its experiments not run; how well it does depends on the spectrum.",
)
claim.not_reproduced(
    "S2-78", "S2, section 7.2",
    "Work of 2024 and 2025 analyses how efficiently optimisation layers can be approximated.",
    "the papers were not read.",
)


@claim(
    "S2-79", CORRECTED, "S2, section 7.3",
    "The method rests on linear programming and has to be extended to problems that are not convex.",
    truth=r"Only the objective has to be linear in $y$. $Y$ can be any finite set, convex or not, since $\max$ over "
    "$Y$ and over its convex hull are the same.",
    uses=["linear-oracles", "perturbed-maximum"],
)
def s2_79(c: ClaimProof) -> None:
    c.lacks(r"what is not convex, the set or the objective.")
    c.forall(
        "hull", [le(S, W * F), ge(w, 0), le(y, F)], le(S + w * y, (W + w) * F),
        "An average of values that are at most $F$ is at most $F$ ($S$ and $W$ the sums so far).",
        form=[W * F - S, w * (F - y)],
    )


claim.not_a_statement(
    "S2-80", "S2, section 7.3",
    r"Open directions: rates for finite samples, Rademacher complexity, the choice of $\varepsilon$, other noise, "
    "applications.",
    "proposals, neither true nor false.",
)
claim.not_a_statement(
    "S2-81", "S2, conclusion",
    "The paper solves the long unsolved integration of discrete and continuous methods.",
    "a judgement of merit, not a statement that can be proved or refuted.",
)
