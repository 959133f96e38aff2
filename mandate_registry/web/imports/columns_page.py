"""The step of an import that asks what each column of the file is used for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.amounts.limit_columns import has_weight
from mandate_registry.register_folder.amounts.limits import READ_BESIDE
from mandate_registry.register_folder.sheet.heading_match import uses_of
from mandate_registry.register_folder.sheet.likely_answers import likely_read
from mandate_registry.register_folder.sheet.likely_remarks import is_of_remarks
from mandate_registry.register_folder.sheet.open_questions import asks_instrument
from mandate_registry.register_folder.sheet.plan import BY_NAME, OF_TYPES, Plan
from mandate_registry.register_folder.sheet.plan_guess import with_heading_facts, with_marks
from mandate_registry.register_folder.sheet.row_selection import selected
from mandate_registry.register_folder.sheet.word_choices import choices_of
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.rules.moments import day_of
from mandate_registry.services.installation import now
from mandate_registry.services.uploads.uploads import plan_upload
from mandate_registry.view_context import call
from mandate_registry.web.context import see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.imports import choice_texts, import_labels
from mandate_registry.web.imports.column_uses import TOLD_HERE
from mandate_registry.web.imports.grant_source import AS_ITS_TYPE_SAYS, of_powers
from mandate_registry.web.imports.import_pages import imports, spreadsheet
from mandate_registry.web.imports.recalled_answers import suggested_columns
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import TABLES
from schemas.pages.upload_forms import AS_ITS_TYPE, FUNCTIONS, NOT_USED, columns_form

WRITTEN = ("except", "consents", "holder")
"""The columns of which it is told how they are written, where they are typed."""


@imports.route("/<uuid:identity>/columns", methods=["GET", "POST"])
def columns(identity: UUID) -> Response:
    """Ask what each column is used for; every one is answered."""
    upload, plan, sheets = spreadsheet(identity)
    laid = sheets[plan.sheet]
    suggested, recalled = suggested_columns(upload, plan, sheets)
    form = Form({"uses": _uses(suggested, laid), "fixed": _fixed(suggested), "isComplete": plan.is_complete})
    if form.is_sent:
        with form.errors_of():
            said = form.load(columns_form(plan.table, len(laid.headings)))
            call(plan_upload, identity, _planned(plan, laid, said))
            return see_other("imports.answers", identity=identity, columns=TOLD_HERE)
    return form.page(
        "imports/columns.html",
        upload=upload,
        laid=laid,
        recalled=recalled,
        **_shown(suggested, laid, RegisterNames(upload.organisation)),
    )


def _uses(plan: Plan, laid: SheetLayout) -> dict[str, str]:
    """Return what each column is used for, as far as it is known; one that is not used has a mark of its own."""
    uses = {place: plan.use_of(place) for place in range(len(laid.headings))}
    return {f"c{place}": NOT_USED if use == "" else use for place, use in uses.items() if use is not None}


def _fixed(plan: Plan) -> dict[str, str]:
    """Return what stands in every row, as the form says it."""
    return dict.fromkeys(plan.of_types, AS_ITS_TYPE) | dict(plan.fixed)


def _planned(plan: Plan, laid: SheetLayout, said: dict[str, Any]) -> Plan:
    """Return the plan that a form states; InvalidInput when something is used twice, not answered, or lacks a key."""
    uses = {int(name[1:]): str(use) for name, use in said["uses"].items()}
    uses |= dict.fromkeys(_left_out(plan, laid, uses), NOT_USED) if said["rest_unused"] else {}
    made = _with_uses(replace(plan, is_complete=said["is_complete"]), laid, uses)
    made = with_heading_facts(
        laid, _with_fixed(made, {name: text for name, text in said["fixed"].items() if text}), plan
    )
    if errors := list(_errors(made, laid, uses)):
        raise InvalidInput(*errors)
    return made


def _with_fixed(plan: Plan, said: dict[str, str]) -> Plan:
    """Return the plan with what stands in every row; what is asked at a later step stays as it was answered."""
    fixed = {name: text for name, text in said.items() if (name, text) not in ((one, AS_ITS_TYPE) for one in OF_TYPES)}
    if asks_instrument(plan) and "instrument" in plan.fixed:
        fixed.setdefault("instrument", plan.fixed["instrument"])
    if plan.table != "mandates":
        return replace(plan, fixed=fixed)
    by_type = {name: said.get(name) == AS_ITS_TYPE for name in OF_TYPES if name not in plan.columns}
    return replace(plan, fixed=fixed, by_type={**plan.by_type, **by_type})


def _with_uses(plan: Plan, laid: SheetLayout, uses: dict[int, str]) -> Plan:
    functions = tuple(place for place, use in uses.items() if use == FUNCTIONS)
    columns = {use: place for place, use in uses.items() if use not in (NOT_USED, FUNCTIONS)}
    if functions:
        columns = with_marks(columns, len(laid.headings))
    first, second = (column.name for column in BY_NAME[plan.table].columns[:2])
    if first == "code" and first not in columns and second in columns:
        columns["code"] = columns[second]
    unused = tuple(sorted(place for place, use in uses.items() if use == NOT_USED))
    return replace(plan, columns=columns, unused=unused, functions=functions)


def _left_out(plan: Plan, laid: SheetLayout, uses: dict[int, str]) -> Iterator[int]:
    """Yield the columns that are not answered and may be left out in one go: of mandates none that may limit them."""
    for place in _asked(laid):
        if place not in uses and not (plan.table == "mandates" and has_weight(laid, place)):
            yield place


def _asked(laid: SheetLayout) -> list[int]:
    """Return the columns with a heading, or with something in them."""
    return [place for place, heading in enumerate(laid.headings) if heading or laid.sample(place)]


def _errors(plan: Plan, laid: SheetLayout, uses: dict[int, str]) -> Iterator[FieldError]:
    for place in _asked(laid):
        if place not in uses:
            yield FieldError(f"uses.c{place}", "unanswered", str(import_labels.UNANSWERED))
    named = [use for use in uses.values() if use not in (NOT_USED, FUNCTIONS)]
    for place, use in uses.items():
        if named.count(use) > 1:
            yield FieldError(f"uses.c{place}", "twice", str(import_labels.USED_TWICE))
    for name in plan.fixed.keys() & plan.columns.keys():
        yield FieldError(f"fixed.{name}", "twice", str(import_labels.TWICE))
    for name in plan.missing_keys:
        if not (plan.table == "mandates" and name == "number"):
            yield FieldError(f"fixed.{name}", "no_key", str(import_labels.NO_KEY))


def _shown(plan: Plan, laid: SheetLayout, names: RegisterNames) -> dict[str, Any]:
    table = BY_NAME[plan.table]
    own = [column.name for column in table.columns]
    elsewhere = (*READ_BESIDE, *_needed(plan), *(["instrument"] if asks_instrument(plan) else []))
    beside = [name for name in uses_of(table) if name not in own]
    read = selected(laid, likely_read(laid, plan))
    options = [("", str(import_labels.CHOOSE)), (NOT_USED, str(import_labels.UNUSED))]
    options += [(name, import_labels.column(plan.table, name)) for name in (*own, *beside)]
    options += [(FUNCTIONS, str(import_labels.A_FUNCTION))] if plan.table == "mandates" else []
    return {
        "labels": _labels(plan, laid, own),
        "options": options,
        "asked": [(place, laid.headings[place], read.sample(place) or laid.sample(place)) for place in _asked(laid)],
        "needed": [(name, import_labels.column(plan.table, name), _choices(name, names)) for name in _needed(plan)],
        "fixed": [_same_in_all(plan.table, name) for name in own if name not in elsewhere and not plan.places(name)],
        "is_open": any(f"c{place}" not in _uses(plan, laid) for place in _asked(laid)),
        "is_of_mandates": plan.table == "mandates",
        "table_name": TABLES.get(plan.table) or import_labels.STAFF,
        "is_matrix": bool(plan.functions),
        "last_day": names.write.date(day_of(now(), ZoneInfo(names.zone)) - timedelta(days=1)),
        "remarks": {place for place in plan.places("conditions") if is_of_remarks(laid.headings[place])},
        "marks": sum(bool(cell) for place in plan.functions for cell in laid.column(place)),
    }


def _same_in_all(table: str, name: str) -> tuple[str, str, list[tuple[str, str]], str]:
    """Return a column of which one text may stand in all rows: what it says, what may be chosen, or how it is typed."""
    known = [(one, choice_texts.choice(name, one)) for one in choices_of(table, name)]
    options = [("", str(import_labels.LEFT_EMPTY)), *known] if known else []
    return (
        name,
        import_labels.column(table, name),
        options,
        import_labels.explained(table, name) if name in WRITTEN else "",
    )


def _labels(plan: Plan, laid: SheetLayout, own: list[str]) -> dict[str, str]:
    """Return by field what it is called: a column of the file, or what stands in every row."""
    headings = {f"uses.c{place}": laid.headings[place] or _without_heading(place) for place in _asked(laid)}
    return headings | {f"fixed.{name}": import_labels.column(plan.table, name) for name in own}


def _without_heading(place: int) -> str:
    return str(import_labels.WITHOUT_HEADING) % {"number": place + 1}


def _needed(plan: Plan) -> list[str]:
    """Return the columns of the register that no new entry can do without and that the file does not say."""
    required = [column.name for column in BY_NAME[plan.table].required]
    made = "number" if plan.table == "mandates" else ""
    return [name for name in required if not plan.places(name) and name != made]


def _choices(name: str, names: RegisterNames) -> list[tuple[str, str]]:
    """Return what may be chosen for a column; nothing where it is typed."""
    return [(AS_ITS_TYPE, str(AS_ITS_TYPE_SAYS)), *of_powers(name, names)] if name in OF_TYPES else []
