"""VERDICT.md: what of the paper and of its Korean retelling holds, is sharpened here, or is false as printed.

Every line names the theorems that decide it, and the lists of claims are those of the run: what is not proved there
is not said.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.documents.findings import TABLE, Finding
from proofs.machinery.engine.claim import ClaimVerdict
from proofs.machinery.engine.judged import Judged, JudgedClaim
from proofs.machinery.output.places import ROOT
from symbolic.printing.markdown import markdown
from symbolic.verdict import Verdict

PAGE = ROOT / "VERDICT.md"
RETELLING = "S0-"
"""With this the ids of the claims of the retelling begin."""

HEAD = """# Is the paper right?

One page about arXiv [2512.10825](https://arxiv.org/abs/2512.10825), T. Samakhoana and B. Grimmer, *An Elementary Proof
of the Near Optimality of LogSumExp Smoothing*, and about a Korean overview of it with a table of bounds. The full text
was not available to this project: "the paper" means its abstract and introduction, "the retelling" the overview, whose
claims are numbered S0-01 to S0-38 ([paper_notes.md](paper_notes.md) has them all, with the original sentences).
eps*_d is the least overshoot of a convex f >= max whose gradient is 1-Lipschitz from the infinity norm to the 1-norm.

`tightmax prove ID` re-checks a line by the theorem that it names; `make prove` all of them. This page is written by
`make notes` from a run of the proofs."""

ANSWERS = (
    Finding(
        r"The main message is right, and more than that: LogSumExp is optimal to first order, $\varepsilon^*_d/\ln d "
        r"\to 1$, and exceeds the best smoothing by less than $0.23987$ in every dimension",
        ("asymptotically-one", "sharper-lower"),
    ),
    Finding(
        r"The lower bound printed as about $0.8145\ln d$ holds, with $\kappa = 0.81452\dots$ for $0.8145$, exactly for "
        r"$d \ge 4$. At $d = 2$ and $3$ it is false, and so is the factor $1.23$ there",
        ("kappa-from-four", "d2-optimum", "d3-optimum"),
    ),
    Finding(
        r"The chain of points behind that bound stays below $\kappa\ln d$ for every $d$, though by less than $0.7124$; "
        r"what proves $\kappa\ln d$ from $d = 4$ on is another argument", ("chain-below-kappa", "kappa-from-four"),
    ),
    Finding(
        r"The optimal smoothings for $d = 2$ and $3$ are confirmed. For $d = 4$ the chain bound is not attained; the "
        r"optimum is $1.18278\dots$", ("d2-optimum", "d3-optimum", "d4-chain-not-attained", "d4-optimum"),
    ),
    Finding(
        r"Against what the retelling says, LogSumExp is the best choice in no dimension: a closed form of the same "
        r"cost and smoothness overshoots by $\ln 2 - \frac12$ less; no smoothing saves more than that and $o(1)$",
        ("universal-upper", "exact-limit"),
    ),
    Finding(
        r"As the retelling poses the problem, differentiable and Lipschitz, there is no lower bound at all; what must "
        r"be Lipschitz is the gradient", ("lipschitz-is-not-enough",),
    ),
)
"""The answer in short; the sentences are ours, the theorems behind them are asked."""


def theorem_link(id: str) -> str:
    """Return a link to the file of a theorem."""
    return f"[`{id}`]({registry.file_of(id)})"


def _links(ids: Sequence[str]) -> str:
    return ", ".join(map(theorem_link, ids))


def _unless(proved: Collection[str], by: Sequence[str], text: str) -> str:
    """Return the text, or which of its theorems are not proved."""
    missing = [id for id in by if id not in proved]
    return f"not proved in this run: {_links(missing)}" if missing else text


def _claim_link(found: JudgedClaim) -> str:
    return f"[{found.owner.id}](paper_notes.md#{found.owner.id.lower()})"


def _decided(found: JudgedClaim) -> str:
    """Return links to the theorems that a claim uses, or to its own steps."""
    file = registry.file_of(found.owner.id)
    return _links(found.owner.statement.uses) or f"[its steps]({file})"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


def _confirmed(claims: Sequence[JudgedClaim]) -> list[str]:
    rows = [(_claim_link(c), markdown(c.owner.statement.title), _decided(c)) for c in claims]
    return _table(("claim", "says", "by"), rows)


def _wrong(claims: Sequence[JudgedClaim]) -> list[str]:
    rows = []
    for found in claims:
        s = found.owner.statement
        printed = f"{markdown(s.title)} ({markdown(s.source)})"
        rows.append((_claim_link(found), printed, markdown(s.conclusion), _decided(found)))
    return _table(("claim", "printed", "what holds", "by"), rows)


def _sharpened(proved: Collection[str]) -> list[str]:
    rows = []
    for row in TABLE:
        ours = _unless(proved, row.by, markdown(row.ours))
        rows.append((markdown(row.question), markdown(row.theirs), ours, _links(row.by)))
    return _table(("", "arXiv 2512.10825", "here", "by"), rows)


def page(theorems: Sequence[Judged[Theorem]], claims: Sequence[JudgedClaim]) -> str:
    """Return the text of VERDICT.md for what a run has found."""
    proved = {found.owner.id for found in theorems if found.judgement.verdict is Verdict.PROVED}
    ours = [found for found in claims if found.owner.id.startswith(RETELLING)]
    kept = {verdict: [found for found in ours if found.verdict is verdict] for verdict in ClaimVerdict}
    left = [found for verdict, group in kept.items() if verdict not in _SECTIONS for found in group]
    short = [f"* {_unless(proved, a.by, markdown(a.text))} ({_links(a.by)})." for a in ANSWERS]
    lines = [HEAD, "\n## In short\n", *short]
    lines += ["\n## Confirmed\n", *_confirmed(kept[ClaimVerdict.PROVED])]
    lines += ["\n## Sharpened here\n", *_sharpened(proved)]
    lines += ["\n## Right after a correction\n", *_wrong(kept[ClaimVerdict.CORRECTED])]
    lines += ["\n## False as printed\n", *_wrong(kept[ClaimVerdict.REFUTED])]
    told = "; ".join(f"{_claim_link(c)} ({c.verdict.value.replace('_', ' ').lower()})" for c in left)
    return "\n".join([*lines, f"\nNot judged: {told}.\n" if left else ""])


_SECTIONS = (ClaimVerdict.PROVED, ClaimVerdict.CORRECTED, ClaimVerdict.REFUTED)
"""The verdicts that have a section of their own."""
