"""A theorem as the supplement shows it: the statement, what its verdict rests on, and the proof step by step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from proofs.machinery.documents.bibliography import source_cited
from proofs.machinery.documents.citing import cited, cited_proof
from symbolic.formal import FormalRecord
from symbolic.printing.latex import (
    conditions,
    display,
    escape,
    formula,
    listing,
    proof_items,
    prose,
    related,
    stamp,
    theorem_reference,
    titled,
    to_ascii,
)
from symbolic.statement import Statement, Variable
from symbolic.steps import Derivation
from symbolic.verdict import Judgement, Verdict


def _domains(variables: Sequence[Variable]) -> str:
    texts = []
    for domain, group in groupby(variables, key=lambda v: v.domain):
        texts.append(rf"${', '.join(formula(v.symbol) for v in group)} \in {to_ascii(domain)}$")
    return listing(texts)


def _in_symbols(statement: Statement) -> str:
    """Return the claim as relations, with its variables and hypotheses."""
    if not statement.claim:
        return ""
    over = f", for {_domains(statement.variables)}" if statement.variables else ""
    under = f", if {conditions(statement.hypotheses)} then" if statement.hypotheses else ":"
    shown = display(*(related(r.lhs, r.sign, r.rhs) for r in statement.claim))
    return f"In symbols{over}{under}\n{shown}"


def _rests_on(judgement: Judgement) -> str:
    """Return the argued steps, this theorem's own first, then those of the theorems used."""
    pairs = [name.split("/", 1) for name in judgement.argued]
    own = [escape(step) for id, step in pairs if id == judgement.id]
    parts = [", ".join(own)] if own else []
    for id, group in groupby((p for p in pairs if p[0] != judgement.id), key=lambda p: p[0]):
        parts.append(f"{theorem_reference(id)}: {', '.join(escape(step) for _, step in group)}")
    return "; ".join(parts)


def _ends(statement: Statement, judgement: Judgement) -> str:
    """Return where each sentence of the conclusion ends, and which of them a reader joins to the steps."""
    loose = judgement.own_read
    if not loose:
        return ""
    rows = [
        f"{number}: {escape(entry)}" + (r" \textsc{read}" if f"sentence {number}" in loose else "")
        for number, entry in enumerate(statement.ends, 1)
    ]
    return "sentence " + "; ".join(rows)


def _formal(formal: FormalRecord | None) -> str:
    """Return the names of the formal theorems, and what they cover; or why their record does not count."""
    if formal is None:
        return ""
    names = ", ".join(rf"\texttt{{{escape(name)}}}".replace(".", r".\allowbreak{}") for name in formal.names)
    if formal.skipped:
        return rf"skipped, {escape(formal.skipped)}: {names}"
    by = escape(formal.prover) + (f" ({escape(formal.recorded)})" if formal.recorded else "")
    if formal.whole:
        return rf"the whole conclusion, by {by}: {names}"
    return rf"in part, by {by}: {names}. {escape(formal.part)} Not formal: {escape(formal.left)}"


def _facts(statement: Statement, judgement: Judgement, file: str) -> str:
    verdict = stamp(judgement.verdict.name)
    if judgement.grade is not None and judgement.machine_grade is not None:
        verdict += f" grade {stamp(judgement.grade.name)}{judgement.shown_grade.removeprefix(judgement.grade.name)}"
        if judgement.machine_grade is not judgement.grade:
            verdict += f", the steps of the proof {stamp(judgement.machine_grade.name)}"
    elif judgement.reason:
        verdict += f" {escape(judgement.reason)}"
    witness = [f"${formula(symbol)} = {formula(value)}$" for symbol, value in statement.witness.items()]
    facts = {
        "Name": rf"\texttt{{{escape(statement.id)}}}" + (rf", in \texttt{{{escape(file)}}}" if file else ""),
        "Verdict": verdict,
        "Source": source_cited(statement.source),
        "Claims": escape(", ".join(statement.claims)),
        "Uses": listing([theorem_reference(id) for id in statement.uses]),
        "Argued": _rests_on(judgement) if judgement.argued else "",
        "Ends": _ends(statement, judgement) if statement.ends else "",
        "Formal": _formal(judgement.formal),
        "Witness": listing(witness) if statement.hypotheses else "",
    }
    rows = [f"\\fact{{{name}}}{{{text}}}" for name, text in facts.items() if text]
    return "\\begin{facts}\n" + "\n".join(rows) + "\n\\end{facts}"


def stated(statement: Statement, number: int | None = None, symbols: bool = True) -> str:
    """Return the statement as a theorem, numbered as in every volume; with `symbols` also as relations."""
    parts = [
        rf"\setcounter{{theorem}}{{{number - 1}}}" if number else "",
        # In the first line, not before it, where the page may end between the two.
        rf"\begin{{theorem}}[{titled(statement.title)}]\leavevmode\label{{thm:{statement.id}}}%",
        prose(cited(statement.conclusion, statement.uses)),
        f"\n{_in_symbols(statement)}" if symbols and statement.claim else "",
        r"\end{theorem}",
    ]
    return "\n".join(filter(None, parts))


def theorem_tex(
    statement: Statement, derivation: Derivation, judgement: Judgement, number: int | None = None, file: str = ""
) -> str:
    """Return the log of one theorem; `file` is that of its proof, to which long certificates are left."""
    proved = judgement.verdict is Verdict.PROVED
    kind = "" if proved else r"[What was tried]\renewcommand{\qedsymbol}{}"
    parts = [f"\\section{{{titled(statement.title)}}}", stated(statement, number), _facts(statement, judgement, file)]
    if derivation.items:
        proof = cited_proof(derivation, statement.uses)
        parts += [f"\\begin{{proof}}{kind}", proof_items(proof, judgement.steps, file), "\\end{proof}"]
    return "\n".join(parts) + "\n"
