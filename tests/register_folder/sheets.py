"""A small register, Veldwijk, and sheets that are merged into it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.register_folder import RegisterFolder, read_register
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.sheet.merge import Merged, merge
from mandate_registry.register_folder.sheet.open_questions import Question, questions
from mandate_registry.register_folder.sheet.plan import NONE, Plan
from mandate_registry.register_folder.sheet.plan_guess import guess_of, guess_plan
from mandate_registry.register_folder.spreadsheets import read_sheets
from mandate_registry.rules.moments import day_of, last_day_before

ZONE = ZoneInfo("Europe/Amsterdam")
EXCL = {"vat": "excl", "currency": "EUR"}
FOLDER = {
    "organisation": "oin,name,time_zone\n00000009111111111102,Gemeente Veldwijk,Europe/Amsterdam\n",
    "bodies": "code,name\ncollege,College van B en W\n",
    "units": "code,name,parent\ngem,Gemeente Veldwijk,\ninkoop,Team Inkoop,gem\n",
    "positions": "code,title,unit\ninkoper,Inkoper,inkoop\ncontroller,Controller,gem\n"
    "teamleider,Teamleider,gem\nmedewerker,Medewerker,gem\nsecretaris,Gemeentesecretaris,gem\n",
    "decision_types": "code,title_nl,title_en,body,nature\nbuy.award,Opdracht gunnen,Award,college,decision\n"
    "buy.small,Kleine inkoop,Small purchase,college,decision\nobj.decide,Beslissen op bezwaar,,college,decision\n",
    "employees": "number,name,employed_from\nE1,Anna Zandstra,2020-01-01\nE2,Bas Mulder,2020-01-01\n",
    "appointments": "employee,position,valid_from\nE2,inkoper,2020-01-01\n",
    "mandates": "number,kinds,on_behalf_of,holder,decision_types,valid_from,max_amount\n"
    "1.1,mandate,college,position:inkoper,buy.award,2025-01-01,50000.00\n",
}
LIST = "Nummer;Soort;Namens;Gemandateerde;Bevoegdheid"
ROW = "X-1;mandaat;college;Inkoper;buy.award"


def veldwijk(path: Path) -> RegisterFolder:
    """Write the register, and read it."""
    for name, text in FOLDER.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_register(path)


def laid_of(text: str) -> SheetLayout:
    """Return the sheet of a .csv."""
    (laid,) = read_sheets(text.encode(), "x.csv").values()
    return laid


def planned(laid: SheetLayout, table: str = "", **answers: Any) -> Plan:
    """Return what is guessed of a sheet, with answers; `fixed` and `bounds` come beside what was guessed.

    New units of a list of staff are below none, new mandates may be named to partners and have no first day, and by
    which decision they are granted is told later, unless an answer tells otherwise.
    """
    plan = guess_of(laid, table) if table else guess_plan({laid.name: laid}, "x.csv")
    fixed, bounds = plan.fixed | answers.pop("fixed", {}), {**plan.bounds, **answers.pop("bounds", {})}
    usual = {"new_units": NONE, "disclosure": "partners", "later": ("instrument",), "since": "none"}
    return replace(plan, fixed=fixed, bounds=bounds, **usual | answers)


def asked(text: str, table: str = "", **answers: Any) -> list[Question]:
    """Return what is still asked of a sheet."""
    laid = laid_of(text)
    return questions(laid, planned(laid, table, **answers))


def merged(register: RegisterFolder, text: str, table: str = "", **answers: Any) -> Merged:
    """Merge a sheet in."""
    laid = laid_of(text)
    return merge(register, laid, planned(laid, table, **answers))


def said(result: Merged) -> list[tuple[int | None, str, str]]:
    """Return the row, the column and the code of all that is wrong."""
    return [(one.row, str(one.column), one.code) for one in result.errors]


def facts_of(register: RegisterFolder, table: str) -> list[Any]:
    """Return the facts of a table."""
    return list(register.tables[table])


def added(register: RegisterFolder, result: Merged, table: str) -> list[Any]:
    """Return the facts of a table that the register did not have; a sheet with something wrong adds nothing."""
    assert said(result) == []
    return [one for one in result.register.tables[table] if one not in register.tables[table]]


def limit(register: RegisterFolder, heading: str, cell: str, **answers: Any) -> Any:
    """Return the mandate that one row makes whose last column has this heading and this cell, or what is wrong."""
    result = merged(register, f"{LIST};{heading}\n{ROW};{cell}\n", "mandates", **answers)
    if result.errors:
        return [one.code for one in result.errors]
    (found,) = added(register, result, "mandates")
    return found


def days(fact: Any) -> tuple[date | None, date | None]:
    """Return the first and the last day of a fact."""
    valid = fact.valid
    return valid.since and day_of(valid.since, ZONE), valid.until and last_day_before(valid.until, ZONE)
