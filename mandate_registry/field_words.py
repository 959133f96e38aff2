"""The words for the fields of facts, in every language (`field_words.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple

from mandate_registry.rules.fields import FACTS, fields_of
from mandate_registry.terms.term_files import Text, parse

FILE = "field_words.yaml"


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
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    tables = parse(text, FILE, dict.fromkeys(FACTS, frozenset(Words._fields)))
    read = {table: {called: _words(term.texts) for called, term in fields.items()} for table, fields in tables.items()}
    known = [(table, one.called) for table, fact in FACTS.items() for one in fields_of(fact)]
    lacking = [f"{table}.{called}" for table, called in known if not read[table].get(called, Words()).label]
    if lacking:
        message = f"{FILE} has no label of {', '.join(lacking)}"
        raise ValueError(message)
    return read


def _words(texts: Mapping[str, Text]) -> Words:
    return Words(**{key: FieldText(**text) for key, text in texts.items()})


FIELD_WORDS = _read()
"""By table, and by the name that a field has outside of the program, in the order in which fields are told."""
