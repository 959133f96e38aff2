"""The words of what may be answered to a word of a file that is not understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mandate_registry.web.language import lazy
from mandate_registry.web.terms import BASES, DISCLOSURE_CHOICES, NATURE_CHOICES, TRIGGER_CHOICES

CONDITION = lazy("No amount: keep these words as a condition of the mandate")
BOTH = lazy("The amount is the limit (%(amount)s), and these words are a condition")
ALONE = lazy("No limit by amount: these words are a condition alone")
TOGETHER = lazy("All who have it in a row decide together; a limit may be typed beside this")
NEW = {
    "decision_types": lazy("A new decision type: add it"),
    "positions": lazy("A new position: add it"),
}
ALL_NEW = {
    "decision_types": lazy("Add all of these as new decision types: %(num)s"),
    "positions": lazy("Add all of these as new positions: %(num)s"),
}
TYPED = lazy("Something else, which I type beside this")
TWO_ANSWERS = lazy("A text is typed here, and another answer is chosen. Keep one of them.")
NO_LIMIT = lazy("Nothing: no limit")
NOTHING = lazy("Nothing: as if it were empty")
NOTHING_IN: Mapping[str, Any] = {
    **dict.fromkeys(("max_amount", "row_limit", "function_limit"), NO_LIMIT),
    "above_amount": lazy("No lower limit: it begins at the smallest amount"),
    **dict.fromkeys(("valid_from", "employed_from"), lazy("No first day: it holds for the past as well")),
    **dict.fromkeys(("valid_until", "employed_until"), lazy("No last day: it goes on without an end")),
    "in_force_from": lazy("No first day: nothing says from when it is in force"),
    "within": lazy("No unit: it holds in every unit"),
    "cases": lazy("No case: it holds in all cases"),
    "counterparties": lazy("No counterparty: it holds towards everybody"),
    "conditions": lazy("No condition: nothing has to be met"),
    "except": lazy("No exception: nothing is held back"),
    "instructions": lazy("No instruction"),
    "suspended_from": lazy("It is not suspended"),
}
"""What an empty cell means, by column, so that nobody chooses more than is meant; `NOTHING` in all others."""
ABOVE = lazy("As the row above: what stands nearest above it in this column")
NOT_READ = lazy("Do not read these rows")
YES_BODY = lazy("Yes: on behalf of %(body)s")
NO_BODY = lazy("No: on behalf of %(body)s")
YES_OR_NO = {"yes": lazy("Yes"), "no": lazy("No")}
CHOICES: Mapping[str, Mapping[Any, Any]] = {
    "vat": BASES,
    "nature": NATURE_CHOICES,
    "trigger": TRIGGER_CHOICES,
    "disclosure": DISCLOSURE_CHOICES,
    "amount_required": YES_OR_NO,
    "mandatable": YES_OR_NO,
    "sub_mandating": {
        "0": lazy("0: no sub-mandates"),
        "1": lazy("1: may be given on once"),
        "2": lazy("2: may be given on twice"),
    },
}
"""What may be chosen, by column; numbers without words of their own stand as they are."""


def choice(column: str, value: str) -> str:
    """Return what a value of a column is called where it may be chosen."""
    return str(CHOICES.get(column, {}).get(value, value))
