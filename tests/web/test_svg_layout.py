"""Pictures drawn on the server."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

from mandate_registry.web.register.svg_layout import LONG, WIDTH, Box, Span, line_of, times_of

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def moment(year: int, month: int = 1) -> datetime:
    return datetime(year, month, 1, tzinfo=UTC)


def test_boxes_stand_below_each_other_and_their_text_fits() -> None:
    line = line_of([Box("Body", "College van burgemeester en wethouders van een gemeente"), Box("Position", "Inkoper")])
    first, second = line.boxes
    assert first.y + first.height < second.y < line.height
    assert second.y + second.height < line.height
    assert len(first.lines) > len(second.lines) == 1
    assert max(map(len, first.lines)) * 8 < WIDTH


def test_times_are_on_one_scale() -> None:
    rows = [("true", [Span("In force", moment(2024), moment(2026)), Span("Revoked", moment(2026), None)])]
    times = times_of([*rows, ("known", [Span("1", None, None)])], NOW)
    first, second = times.rows[0].spans
    always = times.rows[1].spans[0]
    assert 0 < first.x < first.x + first.width == second.x < times.now
    assert (second.is_open, second.x + second.width) == (True, LONG)
    assert (always.x, always.width) == (0, LONG)
    assert [year for _, year in times.years] == [2024, 2025, 2026]


def test_what_does_not_fit_is_left_to_the_table() -> None:
    times = times_of(
        [("true", [Span("A very long word", moment(2026, 10), moment(2026, 11)), Span("x", moment(2000), None)])], NOW
    )
    assert [one.text for one in times.rows[0].spans] == ["", "x"]


def test_a_long_history_has_no_more_years_than_fit() -> None:
    times = times_of([("true", [Span("x", moment(1950), None)])], NOW)
    places = [x for x, _ in times.years]
    assert 5 < len(places) < 14
    assert min(two - one for one, two in pairwise(places)) > 40
