"""The decision types of which no amount has to be told are found once for each moment, also among many."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest.mock import patch

import pytest

from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import DecisionType, Nature, Organisation
from mandate_registry.rules.findings.remarks import UnaskedTypes

OIN = "00000009111111111102"
AT, LATER = datetime(2026, 6, 15, tzinfo=UTC), datetime(2027, 6, 15, tzinfo=UTC)
TYPES = [
    DecisionType(code="buy", title_nl="Inkoop"),
    DecisionType(code="buy.award", title_nl="Gunnen", parent="buy", nature=Nature.DECISION),
    DecisionType(code="buy.sign", title_nl="Tekenen", parent="buy", nature=Nature.SIGNING, amount_required=True),
    DecisionType(code="leave", title_nl="Verlof", nature=Nature.DECISION),
]
DIRECTORY = Directory(OIN, {"organisations": [Organisation(oin=OIN, name="Town")], "decision_types": TYPES})


@pytest.mark.parametrize(
    ("listed", "codes"),
    [
        (("buy",), ["buy", "buy.award"]),
        (("leave", "buy.award"), ["buy.award", "leave"]),
        (("buy.sign",), []),
        (("*",), ["buy", "buy.award", "leave"]),
        (("unknown",), []),
    ],
)
def test_what_is_listed_or_below_it_and_needs_no_amount(listed: tuple[str, ...], codes: list[str]) -> None:
    assert [one.code for one in UnaskedTypes(DIRECTORY).within(listed, AT)] == codes


def test_the_directory_is_asked_once_for_each_moment() -> None:
    unasked = UnaskedTypes(DIRECTORY)
    with patch.object(Directory, "decision_types", autospec=True, side_effect=Directory.decision_types) as asked:
        for _ in range(100):
            unasked.within(("buy",), AT)
            unasked.within(("leave",), LATER)
    assert asked.call_count == 2
