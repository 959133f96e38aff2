"""How the fields of a mandate that somebody fills in are called on pages, in the order in which they are told."""

from __future__ import annotations

from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.fields import fields_of
from mandate_registry.rules.values import Special
from mandate_registry.web import field_labels

_LEFT_OUT = {one.name for one in fields_of(Mandate) if Special.OF_EVENTS in one.special}
_LEFT_OUT |= {"number", "holder_consent", "superior_consent"}
LABELS = {name: label for name, label in field_labels.LABELS["mandates"].items() if name not in _LEFT_OUT}
