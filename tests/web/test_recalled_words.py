"""What words of a list stood for, as it is suggested for the next list, and what of them is not kept."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.recalled_answers import answers_to_keep
from mandate_registry.web.imports.recalled_answers import _word

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


def test_of_words_that_become_conditions_the_answer_is_kept_and_no_word() -> None:
    both, alone = "p. jansen t/m € 1.000", "naar eigen inzicht van p. jansen"
    plan = replace(
        MARKED,
        meanings={"max_amount": {both: "t/m € 1.000", "k": "1000"}},
        conditions={"max_amount": [both, alone]},
        remarks={"conditions": {"vraag p. jansen": "instructions"}},
    )
    kept = answers_to_keep(plan)
    assert "jansen" not in json.dumps(asdict(kept))
    said = {word: _word(kept, "max_amount", word) for word in (both, alone, "k", "naar eigen inzicht")}
    assert said == {
        both: {"how": "both"},
        alone: {"how": "condition"},
        "k": {"how": "text", "text": "1000"},
        "naar eigen inzicht": {},
    }
