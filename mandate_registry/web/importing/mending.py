"""What may be mended of a file on the page: words that are not understood, and single cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mandate_registry.register_folder.plan import word_of
from mandate_registry.register_folder.translating import REFERS_TO
from mandate_registry.web.importing import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandate_registry.register_folder.pointing import RowError
    from mandate_registry.services.changing.uploading import Upload
    from mandate_registry.web.names import Names

KNOWN = {column: table for column, table in REFERS_TO.items() if table != "employees"} | {"holder": "positions"}
"""By column, the table of the register whose names are offered for it: not those of everybody who works here."""
OF_WORDS = (
    *("not_a_day", "not_an_amount", "not_yes_or_no", "not_a_holder", "not_a_code", "unknown_name", "two_of_that_name"),
    *("invalid_value", "bound_unknown", "unknown_code", "required"),
)
"""What is wrong with a word, wherever it stands."""


class UnknownWord(NamedTuple):
    """A word of a column that is not understood, in so many rows.

    `detail` says why, `what` which column it is, `explained` what may stand there, and `known` is the table of the
    register whose names may.
    """

    column: str
    what: str
    heading: str
    word: str
    detail: str
    rows: list[int]
    explained: str = ""
    known: str = ""


def unknown_words(upload: Upload, errors: Iterable[RowError]) -> list[UnknownWord]:
    """Return the words of which the owner may say what they stand for, each once for its column."""
    found: dict[tuple[str, str], UnknownWord] = {}
    if upload.plan is None:
        return []
    for error in errors:
        if error.code in OF_WORDS and error.column and error.row is not None:
            word = word_of(error.value)
            made = _unknown(upload.plan.table, error)
            found.setdefault((error.column, word), made).rows.append(error.row)
    return list(found.values())


def _unknown(table: str, error: RowError) -> UnknownWord:
    column, detail = error.column, words.row_error(error)["detail"]
    known = KNOWN.get(column, "")
    explained = words.explained(table, column) if error.code == "invalid_value" and not known else ""
    return UnknownWord(column, words.column(table, column), error.heading, error.value, detail, [], explained, known)


def names_of(unknown: Iterable[UnknownWord], names: Names) -> dict[str, list[tuple[str, str]]]:
    """Return what the register has that a word may stand for, by table: a title and its code."""
    return {table: names.options(table) for table in sorted({one.known for one in unknown if one.known})}


def mendable(upload: Upload, errors: Iterable[RowError]) -> list[RowError]:
    """Return the errors of single cells of the file."""
    if upload.plan is None:
        return []
    return [error for error in errors if error.row is not None and error.place is not None]
