"""What a word that is not understood may be said to stand for: nothing is offered that is refused afterwards."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from mandate_registry.register_folder import cell_types
from mandate_registry.register_folder.amounts.amount_words import Amount, amount_among, holds_amount
from mandate_registry.register_folder.amounts.limits import AMOUNTS, READ_BESIDE
from mandate_registry.register_folder.cell_types import Dialect
from mandate_registry.register_folder.columns import Column
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.names.translation import NO, YES
from mandate_registry.register_folder.sheet.cell_reader import CONDITIONS
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.empty_cells import (
    ALL,
    IN_WORDS,
    NONE_OF_IT,
    OF_ALL,
    STROKES,
    is_without_value,
)
from mandate_registry.register_folder.sheet.plan import BY_NAME
from mandate_registry.rules.facts import Disclosure, Nature, Trigger, Vat
from mandate_registry.rules.integrity import KEYS

MAX_DEPTH = 9
"""So many levels or ranks are offered to choose from."""
NUMBERED = {cell_types.LEVELS: range(MAX_DEPTH + 1), cell_types.RANK: range(1, MAX_DEPTH + 1)}
CLOSED = {"vat": Vat, "nature": Nature, "trigger": Trigger, "disclosure": Disclosure}
"""The closed lists of words, by column."""

YES_IN_WORDS = YES - {"1", "x"}
OF_SOMETHING_ELSE = re.compile(r"[0-9](?:[.,][0-9]+)?\s*(?:%|procent\b|percent\b)|\bschaal\s+[0-9]", re.IGNORECASE)
"""What in a column of amounts tells a share or a salary scale: no amount, and no limit by itself."""
LAST_DAYS = ("valid_until", "employed_until")
WIDER = (*AMOUNTS, *LAST_DAYS, "within", "cases", "counterparties")
"""The columns in which nothing grants more than something: a word for none may mean that nothing is granted."""
WITHOUT_END = frozenset(
    (
        *("onbeperkt", "onbegrensd", "ongelimiteerd", "onbepaald", "onbepaalde tijd", "unlimited"),
        *("geen limiet", "geen grens", "geen maximum", "geen einddatum", "no limit"),
    )
)
"""Words that say that there is no limit and no last day, as `known_as` has them."""


def may_be_nothing(table: str, error: RowError) -> bool:
    """Return True if a word may be read as an empty cell: where a row needs no value, and this is not empty itself."""
    column = _column(table, error.column)
    return error.code != "required" and error.column not in READ_BESIDE and not (column and column.required)


def may_be_condition(table: str, error: RowError) -> bool:
    """Return True if a word in a column of amounts may be kept as a condition of its row."""
    column = _column(table, CONDITIONS)
    if column is None or error.column not in AMOUNTS or error.code != "not_an_amount" or not error.value:
        return False
    try:
        return bool(column.read(error.value, Dialect(ZoneInfo("UTC"))))
    except ValueError:
        return False


def may_be_limit_too(table: str, error: RowError) -> Amount | None:
    """Return the amount of a cell that may be the limit, beside its words as a condition; None where there is none."""
    return amount_among(error.column, error.value) if may_be_condition(table, error) else None


def is_likely_condition(table: str, error: RowError) -> bool:
    """Return True if the words of a cell without an amount likely are a condition, to be confirmed."""
    is_other = bool(OF_SOMETHING_ELSE.search(error.value)) and not holds_amount(error.value)
    return is_other and may_be_condition(table, error)


def may_be_one_text(table: str, column: str, rows: int) -> bool:
    """Return True if one text may be read in so many rows: not where each row needs one of its own."""
    fields = KEYS.get(table, KEYS["employees"])
    found = _column(table, column)
    return rows == 1 or found is None or found.fields != fields


def choices_of(table: str, column: str) -> list[str]:
    """Return all that a column may say, where that is a short list."""
    found = _column(table, column)
    if found is None:
        return []
    if found.cell is cell_types.YES_OR_NO:
        return ["yes", "no"]
    return [*map(str, NUMBERED.get(found.cell, ())), *map(str, CLOSED.get(column, ()))]


def suggested(table: str, column: str, word: str) -> str:
    """Return what a word likely stands for, to be confirmed: by a no there are no levels, by a yes one."""
    found = _column(table, column)
    if found and found.cell is cell_types.LEVELS and known_as(word) in YES_IN_WORDS:
        return "1"
    is_none = known_as(word) in {*NO, *NONE_OF_IT} or word.strip() in STROKES
    return "0" if found and found.cell is cell_types.LEVELS and is_none else ""


def is_likely_nothing(column: str, word: str) -> bool:
    """Return True if a word in a column that may be empty likely says that there is none, to be confirmed."""
    if column in WIDER:
        return known_as(word) in (ALL if column in OF_ALL else WITHOUT_END)
    return column in IN_WORDS and is_without_value(column, word)


def _column(table: str, name: str) -> Column | None:
    return next((one for one in BY_NAME[table].columns if one.name == name), None)
