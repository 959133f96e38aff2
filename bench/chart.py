"""Draws the saved runs: `python -m bench.chart` writes `docs/explanation/performance.svg`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from bench import svg
from bench.plan import KINDS, LEVELS
from bench.saved_runs import ROOT, read_runs
from bench.targets import CHECK_TO_EMPTY

FILE = ROOT / "docs" / "explanation" / "performance.svg"
TITLE = "A check over HTTP divided by the empty endpoint of the same server"
WIDTH, PANEL, TOP, LEFT, RIGHT, GAP = 760, 240, 60, 60, 130, 60
LOWEST, HIGHEST = 0.01, 1.0
"""The ends of the scale, which is logarithmic."""
COLOURS = {1: "#1b6ca8", 8: "#b35c00", 32: "#7a1fa2"}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
JUDGED = 32
"""The number of connections for which the targets are drawn."""
Run = dict[str, Any]


def draw(runs: list[Run]) -> str:
    """Return the chart: a panel for each database, a line for each number of connections, a point for each run."""
    shown = [run for run in runs if any(_ratio(run, kind, level) for kind in KINDS for level in LEVELS)]
    shapes = [svg.text(LEFT, 28, TITLE, more="font-size='16'")]
    for number, kind in enumerate(KINDS):
        shapes += _panel(shown, kind, TOP + number * (PANEL + GAP))
    return svg.document(WIDTH, TOP + len(KINDS) * (PANEL + GAP), TITLE, shapes)


def _panel(runs: list[Run], kind: str, top: float) -> Iterator[str]:
    yield svg.text(LEFT, top - 6, NAMES[kind], more="font-weight='600'")
    yield from _scale(kind, top)
    for level in LEVELS:
        values = [(number, _ratio(run, kind, level)) for number, run in enumerate(runs)]
        points = [(_x(number, len(runs)), _y(value, top)) for number, value in values if value]
        if points:
            yield svg.path(points, COLOURS[level], f"{NAMES[kind]}, {level} connections")
    for number, run in enumerate(runs):
        x, y = _x(number, len(runs)), top + PANEL + 16
        yield svg.text(x, y, run["date"][:10], "middle")
        yield svg.text(x, y + 15, run["commit"], "middle", "font-size='10'")
    for number, level in enumerate(LEVELS):
        words = f"{level} connections" if level > 1 else "1 connection"
        y = top + PANEL - 18 * (len(LEVELS) - number - 1)
        yield svg.text(WIDTH - RIGHT + 10, y, words, more=f"style='fill: {COLOURS[level]}'")


def _scale(kind: str, top: float) -> Iterator[str]:
    """Yield the lines of the scale, and those of the targets."""
    for value in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0):
        yield svg.line(LEFT, _y(value, top), WIDTH - RIGHT, _y(value, top), "#ddd")
        yield svg.text(LEFT - 6, _y(value, top) + 4, f"{value:g}", "end")
    target = CHECK_TO_EMPTY[kind, JUDGED]
    for words, value in (("must", target.must), ("stretch", target.stretch)):
        yield svg.line(LEFT, _y(value, top), WIDTH - RIGHT, _y(value, top), COLOURS[JUDGED], "6 4")
        yield svg.text(WIDTH - RIGHT + 10, _y(value, top) + 4, f"{words}, at {JUDGED}: {value:g}")


def _ratio(run: Run, kind: str, level: int) -> float | None:
    """Return the ratio of a run, None if it was not measured."""
    name = f"check ÷ empty endpoint, {level} connection{'s' if level > 1 else ''}"
    found = (one for one in run["results"] if (one["name"], one["database"]) == (name, kind))
    return next((float(one["value"]) for one in found if one["measure"] == "connections"), None)


def _x(number: int, runs: int) -> float:
    return LEFT + (number + 0.5) * (WIDTH - LEFT - RIGHT) / runs


def _y(value: float, top: float) -> float:
    share = (math.log(value) - math.log(LOWEST)) / (math.log(HIGHEST) - math.log(LOWEST))
    return top + PANEL * (1 - min(max(share, 0), 1))


if __name__ == "__main__":
    FILE.write_text(draw(read_runs()), encoding="utf-8")
