"""What a sheet itself likely says of what it leaves open: suggestions that somebody confirms, never answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from mandate_registry.register_folder.amounts.limits import AMOUNTS, is_amount, stated_values
from mandate_registry.register_folder.column_notation import Notation, as_day, notation_of_days
from mandate_registry.register_folder.grid.sheet_layout import Mark, SheetLayout
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.names.named_decisions import DAYS
from mandate_registry.register_folder.sheet.open_questions import cells_of, texts_of_days
from mandate_registry.register_folder.sheet.plan import Plan, Rubrics
from mandate_registry.register_folder.sheet.row_selection import is_skipped, marks_asked, selected

MADE = "M-"
"""With what numbers begin that are made, until somebody says otherwise."""
YEAR = re.compile(r"\b20[0-9]{2}\b")
COMPOUND = re.compile(r"(mandaat)(\w+)", re.IGNORECASE)
MAX_LENGTH = 4
"""So many initials has a reference at most that is made of a title."""
SHORTEST = 6
"""So many letters and digits has a line at least that is a title."""


def likely_read(laid: SheetLayout, plan: Plan) -> Plan:
    """Return a plan with its rows left out that likely are: headings of the list, and rows that say they are void."""
    marked = {
        mark: False for mark in likely_unread(laid) if mark not in plan.marked and mark in marks_asked(laid, plan)
    }
    return replace(plan, rubrics=plan.rubrics or Rubrics.SKIP, marked={**plan.marked, **marked})


def likely_unread(laid: SheetLayout) -> dict[str, list[int]]:
    """Return the rows that say themselves that they count no more, by their mark; none where there are none."""
    lapsed = [row for row, _ in laid.rows if Mark.LAPSED in laid.marks.get(row, ())]
    return {str(Mark.LAPSED): lapsed} if lapsed else {}


def likely_currency(laid: SheetLayout, plan: Plan) -> str:
    """Return the only currency that amounts of a sheet or their headings tell; "" where none or several are told."""
    read = selected(laid, plan)
    cells = [one for name in AMOUNTS for one in cells_of(read, plan, name)]
    found = {one.told["currency"] for one in cells if "currency" in one.told}
    found |= {code for one in cells if not is_amount(one.text) and (code := stated_values(one.text).get("currency"))}
    return found.pop() if len(found) == 1 else ""


def likely_first_day(laid: SheetLayout, plan: Plan) -> str:
    """Return the first day that more than half of the rows tell, of those that are read; "" where there is none."""
    days = Notation(plan.notation) if plan.notation else notation_of_days(texts_of_days(selected(laid, plan), plan))
    found = _first_days(laid, plan, days)
    day, count = Counter(found).most_common(1)[0] if found else ("", 0)
    return day if day and 2 * count > len(found) else ""


def _first_days(laid: SheetLayout, plan: Plan, notation: Notation) -> list[str]:
    """Return the first day of each row that is read; "" where it tells none that is understood."""
    place = plan.columns.get("valid_from")
    if place is None or notation in (Notation.OPEN, Notation.TWO):
        return []
    read = selected(laid, plan)
    rows = [(row, cells) for row, cells in read.rows if not is_skipped(plan, cells)]
    return [_day(laid, row, place, cells[place] if place < len(cells) else "", notation) for row, cells in rows]


def _day(laid: SheetLayout, row: int, place: int, text: str, notation: Notation) -> str:
    stored = laid.typed.get((row, place))
    day = as_day(stored.text if stored else text, notation)
    return str(date.fromisoformat(day)) if day else ""


def likely_reference(title: str, day: str) -> str:
    """Return a reference for a decision that has none: the initials of its title and its year, such as MR-2026.

    Of a Mandaatregister, Mandaatbesluit and so on these are the initials of both parts; "" without a title or a day.
    """
    found = COMPOUND.search(title)
    words = found.groups() if found else [word for word in title.split() if word[0].isupper()]
    initials = "".join(word[0].upper() for word in words[:MAX_LENGTH])
    year = YEAR.search(title)
    return f"{initials}-{year[0] if year else day[:4]}" if initials and day else ""


def title_above(above: Iterable[str]) -> str:
    """Return the first line above a list that may be its title: it tells no day, and no body that decided it."""
    lines = (line.strip() for line in above)
    titles = (line for line in lines if len(known_as(line)) >= SHORTEST and not DAYS.search(line.casefold()))
    return next((line for line in titles if not known_as(line).startswith(("vastgesteld", "adopted", "bijlage"))), "")
