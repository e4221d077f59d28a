"""The figure of a benchmark: how many times as fast, with its spread, and CPU nanoseconds an entry against d."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proofs.machinery.bounds.figure import FORMATS, save
from proofs.machinery.output.bad_input import ToolMissing
from proofs.machinery.output.files import Unwritable, check_writable
from tightmax.install import how_to_install

COLOURS = {"universal": "tab:green", "lse": "tab:red", "quadratic": "tab:purple", "best": "tab:blue"}
STYLES = {"both": "o-", "value": "s--", "weights": "^-.", "gradient": "D:"}


class PlotMissing(ToolMissing):
    """matplotlib is not installed."""


def check_target(target: str) -> None:
    """Raise Unwritable or PlotMissing, before the long work, if the figure could not be drawn after it."""
    if Path(target).suffix not in FORMATS:
        raise Unwritable(f"cannot write {target!r}: the ending must be one of {', '.join(FORMATS)}")
    check_writable(target)
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError:
        raise PlotMissing(f"matplotlib is not installed, which draws figures; {how_to_install('plot')}") from None


def _ratios(axes: Any, library: str, rows: list[dict[str, Any]]) -> None:
    """A line for every kind and what is computed; the bars are the quartiles."""
    from matplotlib.ticker import LogLocator

    names = [row["input"] for row in rows]
    shapes = list(dict.fromkeys(names))
    series: dict[tuple[str, str], list[tuple[int, dict[str, float]]]] = {}
    for name, row in zip(names, rows, strict=True):
        series.setdefault((row["kind"], row["what"]), []).append((shapes.index(name), row["ratio"]))
    for (kind, what), points in series.items():
        at, ratios = zip(*points, strict=True)
        middle = [ratio["median"] for ratio in ratios]
        below = [ratio["median"] - ratio["q1"] for ratio in ratios]
        above = [ratio["q3"] - ratio["median"] for ratio in ratios]
        style = {"color": COLOURS[kind], "markersize": 4, "linewidth": 1, "capsize": 3, "label": f"{kind}, {what}"}
        axes.errorbar(at, middle, yerr=[below, above], fmt=STYLES[what], **style)
    axes.axhline(1.0, color="0.4", linewidth=0.8)
    axes.set_yscale("log", subs=())
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter("{x:g}")
    axes.set_xticks(range(len(shapes)), shapes, rotation=20)
    axes.set(title=library, ylabel="times as fast")


def _growth(axes: Any, rows: list[dict[str, Any]]) -> None:
    """Nanoseconds an entry against the entries of a row."""
    for kind, colour in COLOURS.items():
        own = [row for row in rows if row["kind"] == kind]
        d, cost = [row["d"] for row in own], [row["ns_per_entry"] for row in own]
        axes.plot(d, cost, "o-", color=colour, markersize=4, linewidth=1, label=kind)
    axes.set(title="growth, NumPy", xscale="log", xlabel=r"$d$", ylabel="CPU ns an entry", ylim=(0, None))


def _figure(result: Mapping[str, Any]) -> Any:
    """Return a panel for each library, and one for the growth."""
    from matplotlib.figure import Figure

    names = list(dict.fromkeys((row["library"], row["engine"]) for row in result["rows"]))
    panels = len(names) + bool(result["growth"])
    columns = min(3, max(1, panels))
    lines = -(-max(1, panels) // columns)
    figure = Figure(figsize=(4.2 * columns, 4.0 * lines), layout="constrained")
    first = None
    for place, name in enumerate(names, start=1):
        axes = figure.add_subplot(lines, columns, place, sharey=first)
        _ratios(axes, ", ".join(name), [row for row in result["rows"] if (row["library"], row["engine"]) == name])
        first = first or axes
    if result["growth"]:
        _growth(figure.add_subplot(lines, columns, panels), result["growth"])
    for axes in figure.axes:
        axes.legend(frameon=False, fontsize=8, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.18))
    return figure


def draw(target: Path, result: Mapping[str, Any]) -> None:
    """Write the figure whole or not at all; the same result gives the same file. Raises Unwritable."""
    import matplotlib

    with matplotlib.rc_context({"svg.hashsalt": "tightmax"}):
        save(_figure(result), target)
