"""README.ko.md and README.zh.md say nothing that README.md does not: the same commands, numbers, theorems and links."""

import re
from functools import cache

import pytest

from proofs import registry
from proofs.machinery.output.places import ROOT

TRANSLATIONS = ("README.ko.md", "README.zh.md")


@cache
def english():
    return (ROOT / "README.md").read_text(encoding="utf-8")


def faults(text):
    """What a translation has that it should not have."""
    blocks = re.findall(r"```.*?\n(.*?)```", text, re.DOTALL)
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    lines = {line for block in blocks for line in block.splitlines()}
    found = [f"no such command: {line}" for line in sorted(lines) if line not in english().splitlines()]
    found += [f"no such number: {n}" for n in sorted(set(re.findall(r"\d+\.\d+", prose))) if n not in english()]
    known, spans = {*registry.theorems(), *registry.claims()}, re.findall(r"`([^`]+)`", prose)
    named = {word for word in spans if re.fullmatch(r"\w+-[\w-]+", word)}
    found += [f"no such theorem or claim: {word}" for word in sorted(named - known)]
    found += [f"no such code: {code}" for code in spans if " " in code and f"`{code}`" not in english()]
    links = [link for link in re.findall(r"\]\(([^)]+)\)", prose) if not link.startswith("https:")]
    return found + [f"no such file: {link}" for link in links if not (ROOT / link).is_file()]


@pytest.mark.parametrize("name", TRANSLATIONS)
def test_a_translation_says_what_the_readme_says(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert faults(text) == []
    assert text.count("```") == 4 and len(re.findall(r"^\* ", text, re.MULTILINE)) == 6
    others = ("README.md", *TRANSLATIONS)
    assert all(f"({other})" in text for other in others if other != name) and f"({name})" in english()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("make prove ", "make proof ", "no such command: make proof "), ("0.1931", "0.1932", "no such number: 0.1932"),
        ("`window`", "`windows-7`", "no such theorem or claim: windows-7"),
        ("`pip install .`", "`pip install tightmax`", "no such code: pip install tightmax"),
        ("(VERDICT.md)", "(VERDICTS.md)", "no such file: VERDICTS.md"),
    ],
)
@pytest.mark.parametrize("name", TRANSLATIONS)
def test_a_change_is_found(name, old, new, fault):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert old in text and any(found.startswith(fault) for found in faults(text.replace(old, new)))
