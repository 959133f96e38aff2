"""What may be mended of a file on the page: words that are not understood, and single cells."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from mandate_registry.register_folder.limits import AMOUNTS
from mandate_registry.register_folder.naming import known_as
from mandate_registry.register_folder.offering import (
    choices_of,
    may_be_condition,
    may_be_nothing,
    may_be_one_text,
    suggested,
)
from mandate_registry.register_folder.plan import OF_MARKS, word_of
from mandate_registry.register_folder.translating import REFERS_TO
from mandate_registry.web.importing import answer_words, words
from mandate_registry.web.importing.grants import of_powers
from mandate_registry.web.importing.wrong_words import row_error
from schemas.pages.uploads import How

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mandate_registry.register_folder.plan import Plan
    from mandate_registry.register_folder.pointing import RowError
    from mandate_registry.services.changing.uploading import Upload
    from mandate_registry.web.names import Names

KNOWN = {column: table for column, table in REFERS_TO.items() if table != "employees"} | {"holder": "positions"}
"""By column, the table of the register whose names are offered for it: not those of everybody who works here."""
OF_WORDS = (
    *("not_a_day", "not_an_amount", "not_yes_or_no", "not_a_holder", "not_a_code", "unknown_name", "two_of_that_name"),
    *("invalid_value", "bound_unknown", "unknown_code", "required", "composite", "not_together"),
)
"""What is wrong with a word, wherever it stands."""
OF_POWERS = ("types_differ", "types_silent")
"""What is wrong with a row whose decision types do not tell what else it needs."""


class UnknownWord(NamedTuple):
    """A word of a column that is not understood, in so many rows.

    `detail` says why, `what` which column it is, `explained` what may stand there, and `known` is the table of the
    register whose names may. `hows` are the answers besides a text; `choices` the texts, where they are a short list,
    and `suggested` which of them is likely meant. `near` are known names that look like it.
    """

    column: str
    what: str
    heading: str
    word: str
    detail: str
    rows: list[int]
    explained: str = ""
    known: str = ""
    table: str = ""
    hows: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    suggested: str = ""
    near: tuple[str, ...] = ()

    @property
    def is_one_text(self) -> bool:
        """True if one text may be read in all its rows."""
        return may_be_one_text(self.table, self.column, len(self.rows))


def unknown_words(upload: Upload, errors: Iterable[RowError]) -> list[UnknownWord]:
    """Return the words of which the owner may say what they stand for, each once for its column."""
    found: dict[tuple[str, str], UnknownWord] = {}
    if upload.plan is None:
        return []
    for error in errors:
        if error.code in OF_WORDS and error.column and error.row is not None and not _is_of_powers(upload.plan, error):
            word = word_of(error.value)
            made = _unknown(upload.plan, error)
            found.setdefault((error.column, word), made).rows.append(error.row)
    return list(found.values())


def _unknown(plan: Plan, error: RowError) -> UnknownWord:
    table = plan.table
    column, detail = error.column, row_error(error)["detail"]
    known = KNOWN.get(column, "")
    explained = words.explained(table, column) if error.code == "invalid_value" and not known else ""
    choices = tuple((one, answer_words.choice(column, one)) for one in choices_of(table, column))
    return UnknownWord(
        column,
        words.column(table, column),
        error.heading,
        error.value,
        detail,
        [],
        explained,
        known,
        table,
        tuple(_hows(plan, error)),
        choices,
        suggested(table, column, error.value),
    )


def _hows(plan: Plan, error: RowError) -> Iterator[tuple[str, str]]:
    """Yield the answers to a word, besides a text: only those that the next reading accepts."""
    if plan.functions and error.column == OF_MARKS:
        yield How.TOGETHER, str(answer_words.TOGETHER)
    if may_be_condition(plan.table, error):
        yield How.CONDITION, str(answer_words.CONDITION)
    if may_be_nothing(plan.table, error):
        yield How.EMPTY, str(answer_words.NO_LIMIT if error.column in AMOUNTS else answer_words.NOTHING)
    yield How.SKIP, str(answer_words.NOT_READ)


def suggestions(unknown: Sequence[UnknownWord], recalled: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Return what words likely mean, as the form that mends them says it: first what they stood for before."""
    likely = ({"column": one.column, "text": one.suggested} for one in unknown)
    return {"meanings": [guess | known for guess, known in zip(likely, recalled, strict=True)]}


def names_of(unknown: Iterable[UnknownWord], names: Names) -> dict[str, list[tuple[str, str]]]:
    """Return what the register has that a word may stand for, by table: what is told of it, and what is typed for it.

    That is its title; of two with the same title the code, which alone tells which is meant.
    """
    return {table: _told_apart(names.options(table)) for table in sorted({one.known for one in unknown if one.known})}


def _told_apart(options: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    options = list(options)
    titles = Counter(known_as(title) for _, title in options)
    return [(code, title) if titles[known_as(title)] == 1 else (title, code) for code, title in options]


def mendable(upload: Upload, errors: Iterable[RowError]) -> list[RowError]:
    """Return the errors of single cells of the file."""
    if upload.plan is None:
        return []
    found = [error for error in errors if error.row is not None and error.place is not None]
    return [error for error in found if not _is_of_powers(upload.plan, error)]


def powers(upload: Upload, errors: Iterable[RowError], names: Names) -> list[dict[str, Any]]:
    """Return the rows for which somebody has to say the body or the kinds, with what may be typed."""
    found = [error for error in errors if upload.plan and _is_of_powers(upload.plan, error)]
    return [
        {
            "error": error,
            "column": error.column,
            "what": words.column("mandates", error.column),
            "detail": row_error(error)["detail"],
            "options": of_powers(error.column, names),
        }
        for error in found
    ]


def _is_of_powers(plan: Plan, error: RowError) -> bool:
    is_typed = error.place is None and error.row is not None
    return error.column in plan.of_types and (error.code in OF_POWERS or is_typed)
