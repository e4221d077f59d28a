"""The files that are built, their hash, and the table of what is published."""

import re

import pytest

from proofs import registry
from proofs.machinery.formal import build, published, sources, words
from proofs.machinery.formal.check import here
from proofs.machinery.formal.libraries import library, without_interval
from proofs.machinery.formal.problem import Deviation
from tests.proofs.formal.projects import project


def test_our_own_sources_hold_no_forbidden_word():
    texts = build.texts()
    assert len(texts) > 70 and [*texts] == sources.files()
    words.check_words(texts)
    sources.check_project()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda t: t.replace("theories/Small.v\n", ""), "does not list theories/Small.v"),
        (lambda t: t + "-arg -type-in-type\n", "-arg -type-in-type"),
        (lambda t: "-Q elsewhere TightMax\n" + t, "elsewhere"),
        (lambda t: "\n".join(reversed(t.splitlines())), "not in order"),
    ],
)
def test_the_project_file_lists_every_source_and_nothing_else(tmp_path, change, line):
    made = project(tmp_path / "coq")
    sources.check_project(made.root)
    (made.root / sources.PROJECT).write_text(change(sources.project_text(made.root)))
    with pytest.raises(Deviation, match=line):
        sources.check_project(made.root)


def test_what_is_published_exists():
    table = here().table()
    assert table and set(table) <= set(registry.theorems())
    declared = {}
    for path, text in build.texts().items():
        declared[library(path)] = set(re.findall(r"\b(?:Theorem|Lemma|Corollary)\s+([\w']+)", words.bare(text)))
    for entry in table.values():
        for name in entry.names:
            assert name.rsplit(".", 1)[1] in declared[published.module(name)], name


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("[scaling]\ncovers = 'all'\ncoq = ['TightMax.A.b']", "needs covers"),
        ("[scaling]\ncovers = 'whole'\ncoq = []", "not empty"),
        ("[scaling]\ncovers = 'whole'\ncoq = ['A.b']", "not a qualified name"),
        ("[scaling]\ncovers = 'whole'\ncoq = ['TightMax.A.b', 'TightMax.A.b']", "twice"),
        ("[scaling]\ncovers = 'whole'\ncoq = ['TightMax.A.b']\nleft = 'x'", "has the keys"),
        ("[scaling]\ncovers = 'part'\ncoq = ['TightMax.A.b']\npart = 'x'\nleft = ''", "empty sentence"),
        ("[scalin]\ncovers = 'whole'\ncoq = ['TightMax.A.b']", "no theorem"),
        ("[scaling", "published.toml"),
    ],
)
def test_a_bad_table_is_refused(tmp_path, table, line):
    with pytest.raises(Deviation, match=line):
        project(tmp_path / "coq", table=table).table()


def test_interval_is_found_through_other_files(tmp_path):
    made = project(tmp_path / "coq")
    for name, text in {
        "Loads": "From Interval Require Import Tactic.",
        "Through": "From TightMax Require Import Loads.",
        "Second": "Require Import TightMax.Through. (* From Interval *)",
        "Free": "(* From Interval Require Import Tactic. *) From TightMax Require Import Small.",
    }.items():
        (made.root / "theories" / f"{name}.v").write_text(text)
    wanted = [f"TightMax.{name}" for name in ("Free", "Small", "Smoothing", "Vectors")]
    assert without_interval(build.texts(made.root)) == wanted
