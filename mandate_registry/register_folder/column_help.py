"""What each column of a register folder says, for who fills in a template: in Dutch and in English."""

from __future__ import annotations

from mandate_registry.field_words import FIELD_WORDS, FieldText
from mandate_registry.register_folder.columns import ORGANISATION, TABLES, Table


def _notes(table: Table, words: str) -> dict[str, FieldText]:
    words_of = FIELD_WORDS[words]
    return {column.name: note for column in table.columns if (note := words_of[column.name].note)}


EXPLANATIONS = {ORGANISATION.name: _notes(ORGANISATION, "organisations")} | {
    table.name: _notes(table, table.name) for table in TABLES
}
"""By table and column."""
