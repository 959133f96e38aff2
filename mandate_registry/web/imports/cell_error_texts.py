"""What is wrong with the cells of a file, in the words of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.empty_limits import EMPTY
from mandate_registry.register_folder.sheet.open_questions import Topic
from mandate_registry.web.imports.import_labels import COLUMNS, IMPORTED, column, explained
from mandate_registry.web.language import lazy
from mandate_registry.web.terms import KIND_NAMES

WRONG: dict[str, Any] = {
    "added_untold": lazy("This is added as new. Say first what it is."),
    "added_taken": lazy("This is added as new, and something in the register has its code or its title. Change it."),
    "units_untold": lazy("The file has new units: %(value)s. Say below which unit they stand."),
    "same_title": lazy("This title is there already with another code. Say whether it is the same."),
    "same_number": lazy("This is there already, in another case or with other blanks. Say whether it is the same."),
    "required": lazy("Nothing stands here. Fill it in."),
    EMPTY: lazy("Limits are empty below one that is filled: no limit, or the limit above if its cells were merged."),
    "new_lacks": lazy("This one is not in the register yet, and then this is needed too: %(column)s."),
    "not_a_day": lazy("This is not a day. Write it as 31-12-2026 or 2026-12-31."),
    "not_an_amount": lazy("This is not an amount, or it is written otherwise than the rest of its column."),
    "not_yes_or_no": lazy("This is neither yes nor no. Write ja or nee."),
    "not_a_holder": lazy("Nobody in the register is called so. Write the title of a position, or a staff number."),
    "as_above": lazy("This says “as above”, which is another thing in each row. Type what it stands for here."),
    "not_a_name": lazy("This is not the name of one person. Type the name, or leave these rows out."),
    "not_a_code": lazy("No code can be made of this. Use letters and digits."),
    "unknown_name": lazy(
        "Nothing in the register has this code or this name. Check how it is written, or add it first."
    ),
    "two_of_that_name": lazy("Two in the register are called so. Write the code of the one that is meant."),
    "unknown_code": lazy("This is not in the register. Check how it is written, or add it first."),
    "duplicate": lazy("Another row of the file says something else of the same. Mend one of them, or leave it out."),
    "last_day_before_first": lazy("The last day is before the first. Mend one of them."),
    "circle": lazy("This is above itself, or a part of itself. Choose another."),
    "invalid_value": lazy("This cannot be read in the column “%(column)s”. %(explained)s"),
    "no_key": lazy("Say where this comes from: %(column)s."),
    "two_notations": lazy("In this file the day comes first in one place, and the month in another. Mend the dates."),
    "not_as_shown": lazy(
        "The sheet stores this as a number or a date, so that it may not be what you see. Type it here."
    ),
    "contradicts": lazy(
        "This says something else than another column, a heading or the rest of the row. Mend one of them."
    ),
    "types_differ": lazy("%(column)s: the decision types of this row say %(told)s. Type what counts for this mandate."),
    "types_silent": lazy("%(column)s: this does not follow from %(told)s. Type what counts for this mandate."),
    "body_of_type": lazy("The decision type of this row has another body than its list. Say on behalf of whom it is."),
    "composite": lazy(
        "Only the components of this are mandated: %(told)s. Type one of them here; another needs a row of its own."
    ),
    "no_first_day": lazy(
        "Nothing tells from which day this mandate holds: the decision that grants it is not told, or says no day."
        " Answer from which day new mandates hold."
    ),
    "not_together": lazy("Those who decide together are not all read: another in this row has to have the same mark."),
    "limits_differ": lazy(
        "Those who decide together have different limits: %(value)s. Say up to which amount they may."
    ),
    "held_too_many": lazy(
        "An older mandate for everything would hold back more than 200 decision types, which is too many to keep it up."
        " Change that mandate first to the types that it needs, or answer that what is new falls under it."
    ),
    "bound_unknown": lazy("Say whether the amount itself is within the limit."),
    **dict.fromkeys(
        (f"open_{one}" for one in (*Topic, "disclosure", "since", "new_types")), lazy("This has not been answered yet.")
    ),
    "elsewhere": lazy("The rest of the register would not go with this: %(value)s"),
}
"""What is wrong with a cell, and what to do about it."""
NO_AMOUNT = lazy("This is a word, not an amount. Say what it stands for, such as no limit.")
"""What is wrong with a word without any digit where an amount is to stand."""


def row_error(error: RowError) -> dict[str, Any]:
    """Return what is wrong with a cell, where it is and what to do."""
    table = next((name for name in (*IMPORTED, "staff") if error.column in COLUMNS[name]), "")
    named = error.column in COLUMNS[""] or table
    values = {"column": column(table or "mandates", error.column) if named else error.column, "value": error.value}
    values |= {"told": _told(error), "explained": explained(table or "mandates", error.column)}
    is_word = error.code == "not_an_amount" and error.value and not any(map(str.isdigit, error.value))
    detail = str(NO_AMOUNT if is_word else WRONG[error.code])
    return {
        "row": error.row,
        "heading": error.heading,
        "value": error.value if error.row is not None else "",
        "detail": (detail % values).strip() if "%(" in detail else detail,
    }


def _told(error: RowError) -> str:
    if error.column != "kinds" or error.code != "types_differ":
        return "“*”" if error.told == "*" else error.told
    return "; ".join(str(KIND_NAMES[kind]) for kind in error.told.split("; "))


def row_errors(errors: Iterable[RowError]) -> list[dict[str, Any]]:
    """Return what is wrong with cells; the same error in several `rows` is returned once."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for error in errors:
        said = row_error(error)
        rows = found.setdefault((said["heading"], said["value"], said["detail"]), said | {"rows": []})["rows"]
        if said["row"] is not None:
            rows.append(said["row"])
    return list(found.values())
