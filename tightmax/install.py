"""How to install what an optional part needs, in the words that every message uses.

There is no release on an index yet, so every hint says how to install from a checkout.
"""

from __future__ import annotations


def how_to_install(extra: str) -> str:
    """Return the command that adds an extra, from the folder of a checkout.

    >>> how_to_install("plot")
    "from a checkout of TightMax: pip install '.[plot]'"
    """
    return f"from a checkout of TightMax: pip install '.[{extra}]'"
