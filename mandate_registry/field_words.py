"""The words for the fields of facts, in every language (`field_words.yaml`)."""

from __future__ import annotations

from importlib.resources import files
from typing import NamedTuple

import yaml

from mandate_registry.contract_file import LOADER
from mandate_registry.rules.fields import FACTS, fields_of


class FieldText(NamedTuple):
    """A text in both languages."""

    en: str
    nl: str


class Words(NamedTuple):
    """What is told of a field; None where there is nothing to tell, or no place to tell it."""

    label: FieldText | None = None
    form: FieldText | None = None
    hint: FieldText | None = None
    note: FieldText | None = None
    asked: FieldText | None = None


def _read() -> dict[str, dict[str, Words]]:
    """Return the words by table and field. Raise ValueError that names the fields that have none."""
    text = files(__package__).joinpath("field_words.yaml").read_text(encoding="utf-8")
    tables = yaml.load(text, Loader=LOADER)  # noqa: S506 - it is a safe loader
    read = {
        table: {
            field: Words(**{key: FieldText(**said) for key, said in told.items()}) for field, told in told_of.items()
        }
        for table, told_of in tables.items()
    }
    fields = [(table, one.called) for table, fact in FACTS.items() for one in fields_of(fact)]
    lacking = [f"{table}.{called}" for table, called in fields if not read[table].get(called, Words()).label]
    if lacking:
        message = f"field_words.yaml has no label of {', '.join(lacking)}"
        raise ValueError(message)
    return read


FIELD_WORDS = _read()
"""By table, and by the name that a field has outside of the program, in the order in which fields are told."""
