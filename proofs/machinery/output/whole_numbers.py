"""Whole numbers in one grammar for all commands: 1000, 1_000, 1e6, 10^9, lists 2,3 and ranges 2-64."""

from __future__ import annotations

import re
from collections.abc import Iterable

from proofs.machinery.output.bad_input import BadInput, shown

LONGEST_RANGE = 10_000
"""How many numbers a range may have."""

GRAMMAR = "1000, 1_000, 1e6 and 10^9 are numbers"
"""The ways to write a number, for messages and helps."""

_DIGITS = r"(?P<digits>[0-9]{1,18}|[0-9]{1,3}(?:_[0-9]{3}){1,5})"
_NUMBER = re.compile(rf"{_DIGITS}(?:(?P<mark>[e^])(?P<power>[0-9]{{1,2}}))?", re.ASCII)


def _value(text: str) -> int | None:
    """Return the number that a text writes, or None; at most 18 digits, so that no text is slow to read."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    base, power = int(found["digits"].replace("_", "")), int(found["power"] or 0)
    if found["mark"] == "^":
        value: int = base**power
    else:
        value = base * 10**power
    return value if value < 10**18 else None


def whole(text: str, least: int, most: int = 10**18 - 1, what: str = "") -> int:
    """Return one whole number from least to most; BadInput names the text, after `what`, and what is accepted.

    >>> whole("10^3", 1), whole("1e3", 1), whole("1_000", 1)
    (1000, 1000, 1000)
    """
    value = _value(text)
    if value is None or not least <= value <= most:
        until = f"from {least} on" if most == 10**18 - 1 else f"from {least} to {most}"
        raise BadInput(f"{what} {shown(text)} is not a whole number {until} ({GRAMMAR})".lstrip())
    return value


def wholes(texts: Iterable[str], least: int, most: int, what: str) -> list[int]:
    """Return numbers, lists and ranges, each number once, in the order in which it first comes.

    >>> wholes(["2,3", "3-5", "1e1"], 2, 100, "dimension")
    [2, 3, 4, 5, 10]
    """
    found: dict[int, None] = {}
    for text in texts:
        for part in text.split(","):
            found.update(dict.fromkeys(_numbers(part, text, least, most, what)))
    return list(found)


def _numbers(part: str, text: str, least: int, most: int, what: str) -> range:
    forms = f"whole numbers from {least} to {most}, lists such as 2,3 and ranges such as 2-16"
    accepted = f"{forms} are accepted ({GRAMMAR})"
    ends = [_value(end) for end in part.split("-")]
    if not 1 <= len(ends) <= 2 or any(end is None or not least <= end <= most for end in ends):
        raise BadInput(f"{what} {shown(text)}: {accepted}")
    first, last = (end for end in (ends[0], ends[-1]) if end is not None)
    if last < first:
        raise BadInput(f"{what} {shown(text)}: the range ends before it begins; {accepted}")
    if last - first >= LONGEST_RANGE:
        longest = f"a range has at most {LONGEST_RANGE} numbers, this one has {last - first + 1}"
        raise BadInput(f"{what} {shown(text)}: {longest}")
    return range(first, last + 1)
