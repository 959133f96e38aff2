"""Pictures drawn on the server: boxes in a line, and rows of time. What comes out is numbers and texts for a template.

Measures are pixels of a picture that is not enlarged. The width of a text is estimated from its number of letters.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

WIDTH = 300
"""Of a line of boxes: it fits the smallest telephone."""
LONG = 720
"""Of rows of time, which scroll within themselves where there is less room."""
LETTER, LINE, PAD, GAP = 8, 22, 14, 34
BAR, ROW, AXIS = 30, 74, 28
FEW_YEARS = 12
YEAR = 5 * LETTER


@dataclass(frozen=True, slots=True)
class Box:
    """What stands in a box: what it is called, in small, and what it says."""

    label: str
    text: str
    href: str | None = None
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box with its place, and its text in lines that fit."""

    box: Box
    y: int
    height: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoxLine:
    """Boxes below each other, each joined to the next."""

    width: int
    height: int
    boxes: tuple[PlacedBox, ...]


def line_of(boxes: Iterable[Box]) -> BoxLine:
    """Place boxes below each other."""
    placed, y = [], 1
    for box in boxes:
        lines = tuple(textwrap.wrap(box.text, (WIDTH - 2 * PAD) // LETTER))
        height = 2 * PAD + LINE * (1 + len(lines)) - LINE // 4
        placed.append(PlacedBox(box, y, height, lines))
        y += height + GAP
    return BoxLine(WIDTH, y - GAP + 1, tuple(placed))


@dataclass(frozen=True, slots=True)
class Span:
    """Something that was so for a time; None is open-ended on that side."""

    text: str
    since: datetime | None
    until: datetime | None
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class PlacedSpan:
    """A span with its place; `text` is empty where it does not fit. `is_open`: it goes on."""

    span: Span
    x: int
    width: int
    text: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class TimeRow:
    """Spans next to each other, under a label."""

    label: str
    spans: tuple[PlacedSpan, ...]
    y: int


@dataclass(frozen=True, slots=True)
class Times:
    """Rows of time on one scale; `years` are where years begin, `now` is where this moment is."""

    width: int
    height: int
    rows: tuple[TimeRow, ...]
    years: tuple[tuple[int, int], ...]
    now: int


def times_of(rows: Sequence[tuple[str, Sequence[Span]]], now: datetime) -> Times:
    """Place rows of spans on one scale, from before the first moment to after the last."""
    spans = [span for _, own in rows for span in own]
    moments = [at for span in spans for at in (span.since, span.until) if at] + [now]
    margin = max((max(moments) - min(moments)) / 16, timedelta(days=30))
    scale = _Scale(min(moments) - margin, max(moments) + margin)
    placed = tuple(
        TimeRow(label, tuple(map(scale.placed, own)), number * ROW) for number, (label, own) in enumerate(rows)
    )
    return Times(LONG, ROW * len(rows) + AXIS, placed, tuple(scale.years()), scale.x(now))


@dataclass(frozen=True, slots=True)
class _Scale:
    """From moments to pixels."""

    first: datetime
    last: datetime

    def x(self, moment: datetime | None, otherwise: int = 0) -> int:
        if moment is None:
            return otherwise
        return round(LONG * ((moment - self.first) / (self.last - self.first)))

    def placed(self, span: Span) -> PlacedSpan:
        x, end = self.x(span.since), self.x(span.until, LONG)
        width = max(end - x, 3)
        text = span.text if len(span.text) * LETTER + PAD <= width else ""
        return PlacedSpan(span, x, width, text, span.until is None)

    def years(self) -> Iterable[tuple[int, int]]:
        years = range(self.first.year + 1, self.last.year + 1)
        step = len(years) // FEW_YEARS + 1
        places = ((self.x(datetime(year, 1, 1, tzinfo=UTC)), year) for year in years if year % step == 0)
        return ((x, year) for x, year in places if x + YEAR <= LONG)
