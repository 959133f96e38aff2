"""What the rules tell is kept as JSON and read again, with its values apart."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from mandate_registry.rules.sentences import Called, Sentence, make_sentence

MOMENT = datetime(2026, 11, 30, 12, tzinfo=UTC)
WITHIN = make_sentence("Mandate %(number)s has ended at %(at)s.", number="M-1", at=MOMENT)


def test_what_is_called_by_a_page_is_kept_and_is_its_key_elsewhere() -> None:
    one = make_sentence("It concerns: %(codes)s.", codes=(Called("decision_types", "grant"), Called("seats", "anyone")))
    assert Sentence.of(json.loads(json.dumps(one.as_plain()))) == one
    assert str(one) == "It concerns: grant; anyone."
    named = {"grant": "Subsidie", "anyone": "Iedereen"}
    assert one.said(str, str, lambda called: named[called.key]) == "It concerns: Subsidie; Iedereen."


def test_a_sentence_that_was_kept_is_the_same_with_all_its_values() -> None:
    whole = make_sentence(
        "%(first)s And so have %(count)s others: %(others)s.", first=WITHIN, count=2, others=("M-2", WITHIN)
    )
    assert Sentence.of(json.loads(json.dumps(whole.as_plain()))) == whole
    assert str(whole).endswith("others: M-2; Mandate M-1 has ended at 2026-11-30T12:00:00Z..")
