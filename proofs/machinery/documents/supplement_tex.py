"""The other volumes: the log of every step, the sources claim by claim, and one theorem as a section of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from proofs.machinery.engine.proof import Theorem

from proofs.machinery.documents.bibliography import bibliography_tex
from proofs.machinery.documents.citing import cited, cited_proof
from proofs.machinery.documents.core_tex import TITLE, checked_line
from proofs.machinery.documents.edition import Edition, title_tex
from proofs.machinery.documents.flow import running_proof
from proofs.machinery.documents.preamble import MEANING, preamble
from proofs.machinery.documents.setting import DEFINITION, short_tex
from proofs.machinery.documents.tex import stated
from symbolic.printing.latex import prose, stamp, titled
from symbolic.statement import Statement
from symbolic.verdict import Judgement, Verdict

_MARKED = (
    r"Marks behind a formula say what decided it: e exact arithmetic or algebra, b two interval engines, s two "
    r"solvers, c the kernel of Coq, a nobody (argued). What shows a sign is left out here and stands in the supplement."
)


def _about() -> str:
    grades = [rf"\item[{stamp(grade.name)}] {text}" for grade, text in MEANING.items()]
    return "\n".join(
        [
            r"\section*{How to read this}",
            "Theorems have the numbers that they have in the paper. Each is followed by its verdict, by the theorems "
            "it uses, and by every argued step that it rests on, its own or theirs. Every "
            "step of a proof carries a name and the grade of what discharged it; KERNEL beside a grade says that the "
            "kernel of Coq has accepted the step as well. From the strongest:",
            r"\begin{description}\setlength{\itemsep}{0pt}",
            *grades,
            r"\end{description}",
            "A theorem has the grade of its weakest step, unless its whole conclusion is formal. The slack of an "
            "inequality is the larger side minus the smaller; where it is shown, its sign is plain from the "
            "hypotheses, and where it is long its file is named. A witness is a point at which every hypothesis of the "
            "statement holds, so that the statement is not about nothing.",
        ]
    )


def supplement_tex(
    ids: Sequence[str],
    found: Edition,
    headings: Mapping[str, str],
    elsewhere: Mapping[str, int],
    subtitle: str = "Supplement: the proofs, step by step",
) -> str:
    """Return the main file of the log: it inputs `theorems/ID` in reading order.

    `headings` gives the heading of the part that a theorem opens, `elsewhere` the numbers of the other theorems.
    """
    body = []
    for id in ids:
        if id in headings:
            body.append(rf"\part{{{prose(headings[id])}}}")
        body.append(rf"\input{{theorems/{id}}}")
    return "\n".join(
        [
            preamble(elsewhere=elsewhere),
            title_tex(rf"{TITLE} {subtitle}", found),
            r"\begin{document}\maketitle",
            r"\tableofcontents",
            r"\section*{What is proved}",
            DEFINITION,
            _about(),
            *body,
            bibliography_tex(),
            r"\end{document}",
        ]
    ) + "\n"


def sources_volume_tex(found: Edition, elsewhere: Mapping[str, int]) -> str:
    """Return the main file of the volume on the sources: it inputs `claims`, `errata` and `figures`."""
    return "\n".join(
        [
            preamble(elsewhere=elsewhere),
            title_tex(rf"{TITLE} The sources, claim by claim", found),
            r"\begin{document}\maketitle\tableofcontents",
            r"\section*{What is judged}",
            r"S0 is \cite{S0}, S1 \cite{S1}, S2 \cite{S2}, S3 \cite{S3} and S4 \cite{S4}. Theorems are those of the "
            r"paper, by their numbers there. " + DEFINITION,
            r"\input{claims}",
            r"\input{errata}",
            r"\input{figures}",
            bibliography_tex(),
            r"\end{document}",
        ]
    ) + "\n"


def section_tex(
    theorem: Theorem,
    judgement: Judgement,
    used: Sequence[Statement],
    numbers: Mapping[str, int],
    file: str,
    figures: Sequence[str] = (),
) -> str:
    """Return one theorem as a section that can be read alone: setting, what it uses, the theorem, idea and proof."""
    statement = theorem.statement
    here = {statement.id, *(one.id for one in used)}
    elsewhere = {id: number for id, number in numbers.items() if id not in here}
    sketch = getattr(theorem, "sketch", "")
    proof = cited_proof(theorem.derivation, statement.uses)
    proved = judgement.verdict is Verdict.PROVED
    needs = r"\paragraph{What is used.} The theorems have their numbers in the paper."
    return "\n".join(
        [
            preamble("section", elsewhere),
            r"\begin{document}",
            rf"\section*{{{titled(statement.title)}}}",
            short_tex(any("U" in one.conclusion for one in (statement, *used))),
            needs if used else "",
            *(stated(one, numbers[one.id], symbols=False) for one in used),
            rf"\subsection*{{The theorem}}{stated(statement, numbers[statement.id], symbols=False)}",
            rf"\paragraph{{Idea.}} {prose(cited(sketch, statement.uses))}" if sketch else "",
            *figures,
            rf"\subsection*{{{'Proof' if proved else 'What was tried'}}}{{\footnotesize {_MARKED}\par}}",
            running_proof(proof, judgement.steps),
            checked_line(judgement, file),
            r"\end{document}",
        ]
    ) + "\n"
