"""An expected check that turns says what differs: the outcome, or only the mandate that gives it."""

from __future__ import annotations

import pytest
from flask import Flask

from mandate_registry.services.changing.judging import Verdict
from mandate_registry.web import ways

OTHER = "mag beslissen, op grond van een ander mandaat"
OLD, NEW = Verdict("authorised", None, "1.1"), Verdict("authorised", None, "2.1")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            OLD,
            NEW,
            ("mag beslissen (mandaat 1.1)", "mag beslissen, op grond van een ander mandaat: 2.1 in plaats van 1.1"),
        ),
        (OLD, Verdict("not_authorised", "no_mandate"), ("mag beslissen", "mag niet beslissen")),
        (
            Verdict("authorised"),
            Verdict("authorised"),
            ("mag beslissen", "mag beslissen, op grond van een ander mandaat"),
        ),
    ],
)
def test_what_differs_is_said(before: Verdict, after: Verdict, said: tuple[str, str]) -> None:
    with Flask(__name__).test_request_context("/?lang=nl"):
        assert ways.turned(before, after) == said
