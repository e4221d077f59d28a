"""Tables as plain lines in which nothing is ever cut, whatever the width.

In this order: one table, if it fits; else several, each with the first column and as many groups of columns as fit;
else, where a group does not fit beside the first column, a block for each row.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

GAP = 2
"""Blanks between two columns."""


@dataclass(frozen=True)
class Column:
    """A heading and its cells; columns of one `group` stay together."""

    name: str
    cells: tuple[str, ...]
    group: str = ""
    left: bool = False

    @property
    def width(self) -> int:
        """The longest of its cells."""
        return max(map(len, (self.name, *self.cells)))

    def lines(self) -> list[str]:
        """Heading and cells, padded."""
        pad = str.ljust if self.left else str.rjust
        return [pad(text, self.width) for text in (self.name, *self.cells)]


def columns_of(stream: TextIO) -> int | None:
    """Return the width of lines for a stream: COLUMNS if it is set, else the terminal's; None where there is none."""
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isascii() and wanted.isdigit() and int(wanted):
        return int(wanted)
    return shutil.get_terminal_size().columns if stream.isatty() else None


def _wide(columns: Sequence[Column]) -> int:
    return sum(column.width for column in columns) + GAP * (len(columns) - 1)


def _together(columns: Sequence[Column]) -> list[str]:
    return [(" " * GAP).join(cells).rstrip() for cells in zip(*(column.lines() for column in columns), strict=True)]


def _groups(columns: Sequence[Column]) -> list[list[Column]]:
    found: list[list[Column]] = []
    for column in columns:
        if found and column.group and found[-1][0].group == column.group:
            found[-1].append(column)
        else:
            found.append([column])
    return found


def _blocks(key: Column, columns: Sequence[Column]) -> list[str]:
    """Return the lines of a block for each row: the first column, and a line for each other one."""
    wide = max(len(column.name) for column in columns)
    lines = []
    for row, name in enumerate(key.cells):
        lines += [f"{key.name} = {name}", *(f"  {column.name:<{wide}}  {column.cells[row]}" for column in columns)]
    return lines


def table_lines(columns: Sequence[Column], width: int | None = None) -> list[str]:
    """Return the lines of a table that is at most `width` wide, where its cells allow that.

    >>> key, cells = Column("d", ("2", "10")), Column("ln d", ("0.69", "2.30"))
    >>> table_lines([key, cells])
    [' d  ln d', ' 2  0.69', '10  2.30']
    >>> table_lines([key, cells], 7)
    ['d = 2', '  ln d  0.69', 'd = 10', '  ln d  2.30']
    """
    key, rest = columns[0], columns[1:]
    if width is None or _wide(columns) <= width:
        return _together(columns)
    tables: list[list[Column]] = []
    for group in _groups(rest):
        if _wide([key, *group]) > width:
            return _blocks(key, rest)
        if tables and _wide([*tables[-1], *group]) <= width:
            tables[-1] += group
        else:
            tables.append([key, *group])
    lines = []
    for number, table in enumerate(tables):
        lines += [""] * bool(number) + _together(table)
    return lines
