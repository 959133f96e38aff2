"""How pages call the fields of facts, in the language of the page."""

from __future__ import annotations

from typing import Any

from babel.support import LazyProxy

from mandate_registry.field_words import FIELD_WORDS, FieldText
from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.fields import FACTS, fields_of
from mandate_registry.rules.values import Special
from mandate_registry.web.language import chosen


def later(said: FieldText) -> Any:
    """Return a text that is in the language of the page on which it is shown."""
    return LazyProxy(lambda: getattr(said, chosen()), enable_cache=False)


def _labels(table: str) -> dict[str, Any]:
    """Return how the fields of a fact are called, by their names in it and in the order in which they are told."""
    names = {one.called: one.name for one in fields_of(FACTS[table])}
    names |= {"employed_from": "valid_from", "employed_until": "valid_until"}
    labelled = ((names.get(called, called), words.label) for called, words in FIELD_WORDS[table].items())
    return {name: later(label) for name, label in labelled if label}


LABELS = {table: _labels(table) for table in FACTS}
"""By table, and by the name of the field in its fact; a period has two."""


_LEFT_OUT = {one.name for one in fields_of(Mandate) if Special.OF_EVENTS in one.special}
_LEFT_OUT |= {"number", "holder_consent", "superior_consent"}
MANDATE_LABELS = {name: label for name, label in LABELS["mandates"].items() if name not in _LEFT_OUT}
