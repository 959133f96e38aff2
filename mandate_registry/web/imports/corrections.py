"""What may be mended of a file on the page: words that are not understood, and single cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from mandate_registry.register_folder.amounts.amount_words import holds_amount
from mandate_registry.register_folder.grants.other_bodies import CODE
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.names.translation import REFERS_TO
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.empty_limits import EMPTY
from mandate_registry.register_folder.sheet.plan import OF_MARKS, Plan, word_of
from mandate_registry.register_folder.sheet.word_choices import (
    choices_of,
    is_likely_condition,
    is_likely_nothing,
    may_be_condition,
    may_be_limit_too,
    may_be_nothing,
    may_be_one_text,
    suggested,
)
from mandate_registry.services.uploads.uploads import Upload
from mandate_registry.web.imports import choice_texts, import_labels
from mandate_registry.web.imports.cell_error_texts import row_error
from mandate_registry.web.imports.grant_source import of_powers
from mandate_registry.web.register_names import RegisterNames
from schemas.pages.upload_forms import IS, AnswerKind

KNOWN = {column: table for column, table in REFERS_TO.items() if table != "employees"} | {"holder": "positions"}
"""By column, the table of the register whose names are offered for it: not those of everybody who works here."""
OF_WORDS = (
    *("not_a_day", "not_an_amount", "not_yes_or_no", "not_a_holder", "not_a_code", "unknown_name", "two_of_that_name"),
    *("invalid_value", "bound_unknown", EMPTY, "unknown_code", "required", "composite", "not_together", "not_a_name"),
)
"""What is wrong with a word, wherever it stands."""
OF_POWERS = ("types_differ", "types_silent")
"""What is wrong with a row whose decision types do not tell what else it needs."""


class UnknownWord(NamedTuple):
    """A word of a column that is not understood, in so many rows.

    `detail` says why, `what` which column it is, and `known` is the table of the register whose names may stand there.
    `hows` are the answers besides a text; `choices` the texts, where they are a short list,
    and `same` names of the register that it may be another for, each with what is read for it. `suggested` is the
    answer that is likely meant. `near` is what looks like it.
    """

    column: str
    what: str
    heading: str
    word: str
    detail: str
    rows: list[int]
    known: str = ""
    table: str = ""
    hows: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    suggested: str = ""
    near: tuple[str, ...] = ()
    same: tuple[tuple[str, str], ...] = ()

    @property
    def is_one_text(self) -> bool:
        """True if one text may be read in all its rows."""
        return may_be_one_text(self.table, self.column, len(self.rows))

    @property
    def options(self) -> list[tuple[str, str]]:
        """The answers, the likely ones first; a text of its own last, where no short list has all."""
        texts = [*self.same, *((value, str(text)) for value, text in self.choices)]
        typed = [(AnswerKind.TEXT.value, str(choice_texts.TYPED))] if self.is_one_text and not self.choices else []
        return [*((f"{IS}{value}", text) for value, text in texts), *self.hows, *typed]

    def answer(self, said: dict[str, str]) -> dict[str, str]:
        """Return an answer as the form has it: a text that is among those offered is chosen, not typed."""
        chosen = f"{IS}{said.get('text', '')}"
        is_offered = said.get("how") == AnswerKind.TEXT and chosen in dict(self.options)
        return {"how": chosen, "text": ""} if is_offered else said


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
    choices = tuple((one, choice_texts.choice(column, one)) for one in choices_of(table, column))
    return UnknownWord(
        column,
        import_labels.column(table, column),
        error.heading,
        error.value,
        detail,
        [],
        known,
        table,
        tuple(_hows(plan, error)),
        choices,
        _suggested(plan, error),
    )


def _suggested(plan: Plan, error: RowError) -> str:
    """Return the answer that is likely meant; of marks below functions none, for a stroke there may be no mandate."""
    if text := suggested(plan.table, error.column, error.value):
        return f"{IS}{text}"
    if (amount := may_be_limit_too(plan.table, error)) and amount.is_sure:
        return AnswerKind.BOTH.value
    if is_likely_condition(plan.table, error):
        return AnswerKind.CONDITION.value
    is_mark = plan.functions and error.column == OF_MARKS
    is_nothing = not is_mark and is_likely_nothing(error.column, error.value) and may_be_nothing(plan.table, error)
    return AnswerKind.EMPTY.value if is_nothing else ""


def _hows(plan: Plan, error: RowError) -> Iterator[tuple[str, str]]:
    """Yield the answers to a word, besides a text: only those that the next reading accepts."""
    if plan.functions and error.column == OF_MARKS:
        yield AnswerKind.TOGETHER, str(choice_texts.TOGETHER)
    if amount := may_be_limit_too(plan.table, error):
        yield AnswerKind.BOTH, str(choice_texts.BOTH) % {"amount": amount.text}
    if may_be_condition(plan.table, error):
        yield AnswerKind.CONDITION, str(choice_texts.ALONE if holds_amount(error.value) else choice_texts.CONDITION)
    if may_be_nothing(plan.table, error):
        yield AnswerKind.EMPTY, str(choice_texts.NOTHING_IN.get(error.column, choice_texts.NOTHING))
    if _may_be_as_above(plan, error):
        yield AnswerKind.ABOVE, str(choice_texts.ABOVE)
    yield AnswerKind.SKIP, str(choice_texts.NOT_READ)


def _may_be_as_above(plan: Plan, error: RowError) -> bool:
    """Return True of an empty cell of a list of mandates that may have been merged with the one above: no number."""
    is_list = plan.table == "mandates" and not plan.functions and error.column != "number"
    return is_list and error.code in ("required", EMPTY) and error.place is not None and not error.value


def suggestions(unknown: Sequence[UnknownWord], recalled: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Return what words likely mean, as the form that mends them says it: first what they stood for before."""
    likely = ({"column": one.column, "how": one.suggested} for one in unknown)
    found = zip(unknown, likely, recalled, strict=True)
    return {"meanings": [guess | one.answer(known) for one, guess, known in found]}


def names_of(unknown: Iterable[UnknownWord], names: RegisterNames) -> dict[str, list[tuple[str, str]]]:
    """Return what the register has that a word may stand for, by table: what is told of it, and what is typed for it.

    That is its title; of two with the same title the code, which alone tells which is meant.
    """
    return {table: names_of_table(names, table) for table in sorted({one.known for one in unknown if one.known})}


def names_of_table(names: RegisterNames, table: str) -> list[tuple[str, str]]:
    """Return what a table of the register has: what is told of each entry, and what is typed for it."""
    return _told_apart(names.options(table))


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


def powers(upload: Upload, errors: Iterable[RowError], names: RegisterNames) -> list[dict[str, Any]]:
    """Return the rows for which somebody has to say the body or the kinds, with what may be typed."""
    found = [error for error in errors if upload.plan and _is_of_powers(upload.plan, error) and error.code != CODE]
    return [
        {
            "error": error,
            "column": error.column,
            "what": import_labels.column("mandates", error.column),
            "detail": row_error(error)["detail"],
            "options": of_powers(error.column, names),
        }
        for error in found
    ]


def stated_bodies(errors: Iterable[RowError], names: RegisterNames) -> list[dict[str, Any]]:
    """Return the bodies that decision types tell, each with its rows, and what may be answered to whether it is so."""
    found: dict[str, list[RowError]] = {}
    for error in errors:
        if error.code == CODE:
            found.setdefault(error.told, []).append(error)
    bodies = dict(names.options("bodies"))
    return [
        {
            "body": bodies.get(code, code),
            "rows": rows,
            "options": [
                (code, str(choice_texts.YES_BODY) % {"body": bodies.get(code, code)}),
                *(
                    (other, str(choice_texts.NO_BODY) % {"body": name})
                    for other, name in bodies.items()
                    if other != code
                ),
            ],
        }
        for code, rows in found.items()
    ]


def _is_of_powers(plan: Plan, error: RowError) -> bool:
    is_typed = error.place is None and error.row is not None
    return error.column in plan.of_types and (error.code in OF_POWERS or is_typed)
