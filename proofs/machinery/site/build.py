"""From judged theorems and claims to a folder of plain files: the pages are written, then Sphinx builds them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from proofs.machinery.engine.proof import Theorem

from sphinx.cmd.build import build_main

from proofs import registry
from proofs.machinery.engine.cache import opened
from proofs.machinery.engine.judged import Judged, JudgedClaim
from proofs.machinery.engine.session import Position, Session
from proofs.machinery.output.bad_input import BadInput
from proofs.machinery.output.places import ROOT
from proofs.machinery.output.progress import progress
from proofs.machinery.site import attacks, known
from proofs.machinery.site.claims_page import claims_page, errata_page
from proofs.machinery.site.contents import chapter_pages, summary
from proofs.machinery.site.graph import graph_page
from proofs.machinery.site.library_page import library_page
from proofs.machinery.site.page import Page, Sources
from proofs.machinery.site.paper_page import paper_page
from proofs.machinery.site.theorem_page import Context, theorem_page

WRITTEN = ROOT / "docs" / "site"
"""Pages, scripts and styles that people write."""

PAGES = ROOT / "build" / "site"
"""Where Sphinx finds these and the generated pages."""

DRAFT = PAGES.with_name("site-draft")
"""Where Sphinx writes."""

OURS = ".buildinfo"
"""A file that Sphinx leaves in a folder that it has built."""


STAMP = "made-of.txt"
"""A file of the site that holds the hash of the pages and programs it was made of, for its tests."""


def digest() -> str:
    """Return a hash of what makes the site beside the proofs."""
    found = hashlib.sha256()
    for folder in (WRITTEN, Path(__file__).parent):
        for path in sorted(folder.rglob("*.*")):
            if path.suffix != ".pyc" and path.is_file():
                found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def judged() -> tuple[list[Judged[Theorem]], list[JudgedClaim]]:
    """Return every theorem and every claim, judged, with what earlier runs here have kept."""
    ids = [*registry.theorems(), *registry.claims()]
    theorems: list[Judged[Theorem]] = []
    claims: list[JudgedClaim] = []
    with progress("make site", "proofs") as seen:

        def shown(at: Position) -> None:
            seen(at.owners_done, at.owners, f"{at.owner} / {at.step}", share=at.share)

        with closing(Session(cache=opened()).run(ids, shown)) as results:
            for found in results:
                if isinstance(found, JudgedClaim):
                    claims.append(found)
                else:
                    theorems.append(found)
    return theorems, claims


def pages(theorems: list[Judged[Theorem]], claims: list[JudgedClaim], context: Context) -> dict[str, Page]:
    """Return the generated pages by file name."""
    found = chapter_pages(theorems)
    with progress("make site", "pages") as seen:
        for number, theorem in enumerate(theorems):
            seen(number, len(theorems), theorem.owner.id)
            found[f"theorems/{theorem.owner.id}"] = theorem_page(theorem, context)
    found["paper"] = paper_page(theorems)
    found["graph"] = graph_page()
    found["library"] = library_page()
    found["claims"] = claims_page(claims, context.sources)
    found["errata"] = errata_page(claims)
    return found


def check_target(out: Path) -> None:
    """BadInput where the site would replace a folder that holds anything else."""
    if out.exists() and not (out.is_dir() and (not any(out.iterdir()) or (out / OURS).is_file())):
        raise BadInput(f"--out {str(out)!r}: it exists and is no site; a new folder or an earlier site is accepted")


def _write(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        target = PAGES / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def build(out: Path) -> bool:
    """Judge, write and build; say whether Sphinx had nothing to complain of."""
    made_of = digest()  # of what is here now: a page that is edited meanwhile makes the site one of other pages
    theorems, claims = judged()
    context = Context(Sources(), attacks.last())
    shutil.rmtree(PAGES, ignore_errors=True)
    shutil.copytree(WRITTEN, PAGES)
    _write({f"{name}.md": page.text() for name, page in pages(theorems, claims, context).items()})
    bounds = known.rows()
    _write(
        {
            "generated/summary.html": summary(theorems, claims),
            "generated/bounds.html": known.table(bounds),
            "_static/bounds-data.js": known.script(bounds),
        }
    )
    context.sources.write(PAGES / "_extra")
    shutil.rmtree(DRAFT, ignore_errors=True)
    options = ["-W", "--keep-going", "-j", "auto", "-d", str(PAGES / "_doctrees"), "-b", "html"]
    done = bool(build_main([*options, str(PAGES), str(DRAFT)]) == 0)
    (DRAFT / STAMP).write_text(made_of, encoding="utf-8")
    if out.exists():
        shutil.rmtree(out)
    shutil.move(DRAFT, out)  # whole or not at all: what is interrupted leaves the earlier site
    return done
