"""What the tests of the Coq proofs share: the evidence is read anew in each, and a small project is built once."""

import shutil

import pytest

from proofs.machinery.formal import evidence
from proofs.machinery.formal.check import Project, record
from tests.proofs.formal.projects import project, quiet


@pytest.fixture(autouse=True)
def forget():
    """The evidence is read once in a run; here it changes."""
    yield
    evidence.forget()


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """A small project, built and recorded once."""
    made = project(tmp_path_factory.mktemp("small") / "coq")
    record(made, quiet)
    return made


@pytest.fixture
def copied(small, tmp_path):
    """A copy of it, with what was built, to change."""
    shutil.copytree(small.root.parent, tmp_path, dirs_exist_ok=True)
    return Project(tmp_path / "coq", tmp_path / "build", small.statements)
