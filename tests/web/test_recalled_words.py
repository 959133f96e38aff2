"""What words of a list stood for, as it is suggested for the next list, and what of them is not kept."""

from __future__ import annotations

from dataclasses import replace

from mandate_registry.register_folder.plan import Plan
from mandate_registry.register_folder.taking_over import kept_of
from mandate_registry.web.importing.recalled import _word

MARKED = Plan(
    "x",
    "mandates",
    {"max_amount": 3},
    functions=(1, 2),
    meanings={"max_amount": {"g": "&", "g1": "& 5000", "x": "", "n": None, "k": "1000"}},
)


def test_a_mark_that_decided_together_is_suggested_as_one() -> None:
    said = {word: _word(MARKED, "max_amount", word) for word in ("g", "g1", "x", "n", "k", "?")}
    assert said == {
        "g": {"how": "together", "text": ""},
        "g1": {"how": "together", "text": "5000"},
        "x": {"how": "empty", "text": ""},
        "n": {"how": "skip"},
        "k": {"how": "text", "text": "1000"},
        "?": {},
    }


def test_words_that_become_conditions_are_not_kept() -> None:
    plan = replace(MARKED, conditions={"max_amount": ["naar eigen inzicht van p. jansen"]})
    assert not kept_of(plan).conditions
