"""Put the lemmas of the steps to Coq's kernel: all of the record again, or every step anew."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from proofs import registry
from proofs.machinery.formal import coq
from proofs.machinery.formal.answers import ALLOWED, assumptions, axioms_of, together
from proofs.machinery.formal.build import build
from proofs.machinery.formal.problem import Deviation
from proofs.machinery.formal.steps import record
from proofs.machinery.formal.steps.lemmas import Lemma, all_lemmas, counts
from proofs.machinery.formal.words import forbidden
from proofs.machinery.output.places import COQ
from proofs.machinery.output.progress import progress

TACTICS = COQ / "steps"
"""The hand-written files: what the scripts call."""

PER_FILE = 100
PATIENCE = 60
"""Seconds for one lemma when it is tried; what is in the record takes far less."""

CERTIFICATES, QUESTION = "Certificates", "Question"
_HEAD = {
    False: "From Coq Require Import Reals Lra Psatz.\nFrom TightMax.Steps Require Import StepTactics.\n",
    True: "From Coq Require Import Reals.\nFrom TightMax.Steps Require Import StepCertificates.\n",
}
Say = Callable[[str], None]


def files(lemmas: Iterable[Lemma]) -> dict[str, list[Lemma]]:
    """Return the lemmas by the name of their file: that of their chapter, with a number."""
    found: dict[str, list[Lemma]] = {}
    placed: Counter[str] = Counter()
    for lemma in lemmas:
        stem = CERTIFICATES
        if lemma.kind != "certificates":
            stem = Path(registry.file_of(lemma.theorem)).parent.name.title().replace("_", "")
            placed[stem] += 1
            stem += str((placed[stem] - 1) // PER_FILE + 1)
        found.setdefault(stem, []).append(lemma)
    return found


def _head(lemmas: Sequence[Lemma]) -> str:
    on_certificates = lemmas[0].kind == "certificates"
    proofs = "\n".join(line for made in lemmas for line in made.proof)
    modules = sorted(set(re.findall(r"TightMax\.Generated\.\w+", proofs)))
    required = f"From TightMax Require Smoothing.\nRequire {' '.join(modules)}.\n" if on_certificates else ""
    return f"{_HEAD[on_certificates]}{required}Open Scope R_scope.\n"


def text(lemmas: Sequence[Lemma]) -> str:
    """Return the file of some lemmas, which ends with all of them together."""
    parts = [_head(lemmas)]
    for made in lemmas:
        proof = "\n".join(f"  {sentence}" for sentence in made.proof)
        said = f"(* {made.theorem}: {made.step} *)\nLemma {made.name} : {made.statement}."
        parts.append(f"{said}\nProof.\n{proof}\nQed.\n")
    return "\n".join([*parts, f"{together([made.name for made in lemmas])}\n"])


def _question(stems: Sequence[str]) -> str:
    """Return the file that asks what the lemmas of all files rest on."""
    required = f"From TightMax.Steps Require {' '.join(stems)}."
    return f"{required}\n{assumptions([f'{stem}.together' for stem in stems])}\n"


def trial(lemmas: Sequence[Lemma]) -> str:
    """Return a file in which Coq tells of every lemma whether its proof is accepted, and goes on."""
    parts = [_head(lemmas)]
    for k, made in enumerate(lemmas):
        proof = "; ".join(sentence.removesuffix(".") for sentence in made.proof)
        said = f'first [solve [timeout {PATIENCE} ({proof})]; idtac "@@@ {k} yes" | idtac "@@@ {k} no"]'
        parts.append(f"Goal {made.statement}.\nProof. {said}. Abort.\n")
    return "\n".join(parts)


def _compile(target: Path, stem: str, built: Path) -> str:
    """Compile a file and return what Coq prints; Deviation names the lemma at which it stops."""
    paths = ["-Q", str(built / "theories"), "TightMax", "-Q", str(built / "generated"), "TightMax.Generated"]
    done = coq.run(["coqc", "-q", "-noglob", *paths, "-Q", ".", "TightMax.Steps", f"{stem}.v"], target)
    if done.returncode != 0:
        said = re.search(r'line (\d+), characters[^\n]*\nError:(.*)', done.stderr, re.DOTALL)
        lines = (target / f"{stem}.v").read_text(encoding="utf-8").splitlines()
        before = lines[: int(said[1])] if said else lines
        names = [line.split()[1] for line in before if line.startswith("Lemma ")]
        why = " ".join((said[2] if said else done.stderr).split())[:200]
        raise Deviation(f"{stem}.v: {names[-1] if names else 'the file'} is not accepted: {why}")
    return done.stdout


def _put(target: Path, texts: Mapping[str, str]) -> None:
    """Make TARGET hold these files alone; nothing that was compiled earlier is believed."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for stem, content in texts.items():
        if found := forbidden(content):
            raise Deviation(f"{stem}.v line {found[0][0]}: {found[0][1]} is refused")
        (target / f"{stem}.v").write_text(content, encoding="utf-8")


def _compiled(target: Path, texts: Mapping[str, str], built: Path, jobs: int) -> dict[str, str]:
    """Return what Coq prints for each file."""
    tactics = {path.stem: path.read_text(encoding="utf-8") for path in sorted(TACTICS.glob("*.v"))}
    _put(target, {**tactics, **texts})
    said: dict[str, str] = {}
    todo = sorted(texts, key=lambda stem: -len(texts[stem]))
    with progress("proofs.machinery.formal.steps", "Coq files") as seen, ThreadPoolExecutor(jobs) as pool:
        for stem in tactics:
            if stem != "StepCertificates" or CERTIFICATES in texts:
                _compile(target, stem, built)
        for done, (stem, printed) in enumerate(pool.map(lambda s: (s, _compile(target, s, built)), todo), 1):
            said[stem] = printed
            seen(done, len(todo), stem)
    return said


def accepted(lemmas: Iterable[Lemma], target: Path, built: Path, jobs: int = 2) -> list[Lemma]:
    """Return those lemmas whose proofs Coq accepts, each tried by itself."""
    parts = files(lemmas)
    said = _compiled(target, {stem: trial(part) for stem, part in parts.items()}, built, jobs)
    yes = {stem: re.findall(r"@@@ (\d+) yes", printed) for stem, printed in said.items()}
    return [made for stem, part in parts.items() for k, made in enumerate(part) if str(k) in yes[stem]]


def prove(lemmas: Sequence[Lemma], target: Path, built: Path, jobs: int = 2) -> set[str]:
    """Prove lemmas and return the axioms that they rest on; Deviation where one is not accepted, or rests on more."""
    said = _compiled(target, {stem: text(part) for stem, part in files(lemmas).items()}, built, jobs)
    (target / f"{QUESTION}.v").write_text(_question(list(said)), encoding="utf-8")
    axioms = set(axioms_of(QUESTION, _compile(target, QUESTION, built)))
    if strange := sorted(axioms - set(ALLOWED)):
        raise Deviation(*(f"a step rests on the axiom {axiom}" for axiom in strange))
    return axioms


def check(target: Path = record.BUILD, built: Path = coq.BUILD, say: Say = print) -> None:
    """Prove every step of the record again; Deviation where one is not accepted, or is not what it was."""
    known, current = record.read(record.FILE), {(made.theorem, made.step): made for made in all_lemmas()}
    steps = [(id, step, hash) for id, found in known.items() for step, hash in found.items()]
    stale = [(id, step) for id, step, hash in steps if (id, step) not in current or current[id, step].hash != hash]
    if stale:
        raise Deviation(*(f"{id}/{step} is not what the record has; --record writes it anew" for id, step in stale))
    if not steps:
        raise Deviation(f"{record.FILE.name} has no steps; --record writes it")
    build(COQ, built)
    lemmas = [current[id, step] for id, step, _ in steps]
    axioms = prove(lemmas, target, built)
    record.write(target / record.STAMP, lemmas, coq.version())
    say(summary(lemmas, axioms))
    fresh = len(current) - len(lemmas)
    say(f"{fresh} steps more have words in Coq and are not in the record; --record tries them")


def make_record(target: Path = record.BUILD, built: Path = coq.BUILD, say: Say = print) -> None:
    """Try every step, write the record of those that are accepted, and prove these."""
    build(COQ, built)
    tried = all_lemmas()
    lemmas = accepted(tried, target, built)
    for made in sorted(set(tried) - set(lemmas), key=lambda made: made.name):
        say(f"not accepted: {made.theorem}/{made.step}")
    axioms = prove(lemmas, target, built)
    record.write(record.FILE, lemmas, coq.version())
    record.write(target / record.STAMP, lemmas, coq.version())
    say(summary(lemmas, axioms))


def summary(lemmas: Sequence[Lemma], axioms: Iterable[str]) -> str:
    """Return how many steps are accepted, of each kind of how many."""
    there, found = counts(), Counter(made.kind for made in lemmas)
    kinds = ", ".join(f"{found[kind]} of {number} {kind}" for kind, number in there.items())
    return (
        f"accepted by Coq's kernel: {len(lemmas)} of {sum(there.values())} steps ({kinds}); "
        f"{len(set(axioms))} of the {len(ALLOWED)} allowed axioms are used"
    )
