"""What forms ask of the fields of facts, as these are defined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mandate_registry.canonical import camel_case
from mandate_registry.field_words import FIELD_WORDS
from mandate_registry.rules import values
from mandate_registry.rules.facts import Mandate, Nature, Trigger, Vat
from mandate_registry.rules.fields import FACTS, Field, stated
from mandate_registry.rules.values import Bounds
from mandate_registry.web.field_labels import later
from mandate_registry.web.language import lazy
from mandate_registry.web.terms import BASES, NATURE_CHOICES, TRIGGER_CHOICES
from schemas.base import ready
from schemas.resources import WIRES

CHOSEN = ("positions", "units", "bodies", "seats", "decision_types")
"""The tables from which an entry is chosen; of any other its key is typed."""
OPTIONS: dict[Any, Mapping[Any, Any]] = {
    Nature: NATURE_CHOICES,
    Trigger: TRIGGER_CHOICES,
    Vat: BASES,
    bool: {"true": lazy("Yes"), "false": lazy("No")},
}
"""What is chosen from, by the kind of value."""
HOW: dict[Any, str] = {values.DAY: "day", values.AMOUNT: "amount"}


@dataclass(frozen=True, slots=True)
class FormField:
    """What is asked in one field: its JSON name, what it is called, how it is filled in, and a hint.

    `how` is text, day, amount, number or words; the name of a table from which one is chosen; or, as `many`, the name
    of a table whose codes are listed one below the other. `options` are those of words.
    """

    name: str
    label: Any
    how: str = "text"
    hint: Any = None
    required: bool = False
    options: Mapping[Any, Any] | None = None
    many: bool = False


def asked_of(table: str) -> tuple[FormField, ...]:
    """Return what the form of a table asks: each field that somebody states, and the days where the API takes them."""
    days = [one.data_key for name in ("valid_from", "valid_until") if (one := _accepted(table).get(name))]
    return (*(_asked(table, one) for one in stated(FACTS[table])), *(_day(table, key) for key in days if key))


def _accepted(table: str) -> Mapping[str, Any]:
    return ready(WIRES[table].accepts).fields


def _asked(table: str, one: Field) -> FormField:
    words = FIELD_WORDS[table][one.called]
    options = OPTIONS.get(one.kind)
    how = "words" if options else one.refers if one.refers in CHOSEN else _how(one)
    label, hint = words.form or words.label, words.hint and later(words.hint)
    return FormField(camel_case(one.called), label and later(label), how, hint, one.required, options, one.many)


def _how(one: Field) -> str:
    return "number" if isinstance(one.kind, Bounds) else HOW.get(one.kind, "text")


def _day(table: str, name: str) -> FormField:
    words = next(words for called, words in FIELD_WORDS[table].items() if camel_case(called) == name)
    label = words.form or words.label
    return FormField(name, label and later(label), "day")


def _is_not_laid_out(one: Field) -> bool:
    return FIELD_WORDS["mandates"][one.called].form is not None


MORE_OF_MANDATES = tuple(_asked("mandates", one) for one in stated(Mandate) if _is_not_laid_out(one))
"""What the form of a mandate asks as it is defined: the fields whose words say how. It lays out the others by hand."""
