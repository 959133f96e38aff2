"""The step of an import that asks what each column of the file is used for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.guessing import told_of, with_marks
from mandate_registry.register_folder.headings import uses_of
from mandate_registry.register_folder.limits import TOLD
from mandate_registry.register_folder.plan import BY_NAME
from mandate_registry.register_folder.weighing import has_weight
from mandate_registry.services.changing.uploading import plan_upload
from mandate_registry.web.context import call, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.importing import words
from mandate_registry.web.importing.pages import imports, spreadsheet
from mandate_registry.web.names import Names
from mandate_registry.web.words import KIND_NAMES, TABLES
from schemas.pages.uploads import FUNCTIONS, NOT_USED, columns_form

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from flask import Response

    from mandate_registry.register_folder.plan import Plan
    from mandate_registry.register_folder.spreadsheets import Laid


@imports.route("/<uuid:identity>/columns", methods=["GET", "POST"])
def columns(identity: UUID) -> Response:
    """Ask what each column is used for; every one is answered."""
    upload, plan, sheets = spreadsheet(identity)
    laid = sheets[plan.sheet]
    form = Form({"uses": _uses(plan, laid), "fixed": plan.fixed, "isComplete": plan.is_complete})
    if form.is_sent:
        with form.errors_of():
            said = form.load(columns_form(plan.table, len(laid.headings)))
            call(plan_upload, identity, _planned(plan, laid, said))
            return see_other("imports.answers", identity=identity)
    return form.page(
        "importing/columns.html", upload=upload, laid=laid, **_shown(plan, laid, Names(upload.organisation))
    )


def _uses(plan: Plan, laid: Laid) -> dict[str, str]:
    """Return what each column is used for, as far as it is known; one that is not used has a mark of its own."""
    uses = {place: plan.use_of(place) for place in range(len(laid.headings))}
    return {f"c{place}": NOT_USED if use == "" else use for place, use in uses.items() if use is not None}


def _planned(plan: Plan, laid: Laid, said: dict[str, Any]) -> Plan:
    """Return the plan that a form states; InvalidInput when something is used twice, not answered, or lacks a key."""
    uses = {int(name[1:]): str(use) for name, use in said["uses"].items()}
    uses |= dict.fromkeys(_left_out(plan, laid, uses), NOT_USED) if said["rest_unused"] else {}
    fixed = {name: text for name, text in said["fixed"].items() if text}
    made = _with_uses(replace(plan, fixed=fixed, is_complete=said["is_complete"]), laid, uses)
    made = told_of(laid, made, plan)
    if errors := list(_errors(made, laid, uses)):
        raise InvalidInput(*errors)
    return made


def _with_uses(plan: Plan, laid: Laid, uses: dict[int, str]) -> Plan:
    functions = tuple(place for place, use in uses.items() if use == FUNCTIONS)
    columns = {use: place for place, use in uses.items() if use not in (NOT_USED, FUNCTIONS)}
    if functions:
        columns = with_marks(columns, len(laid.headings))
    first, second = (column.name for column in BY_NAME[plan.table].columns[:2])
    if first == "code" and first not in columns and second in columns:
        columns["code"] = columns[second]
    unused = tuple(sorted(place for place, use in uses.items() if use == NOT_USED))
    return replace(plan, columns=columns, unused=unused, functions=functions)


def _left_out(plan: Plan, laid: Laid, uses: dict[int, str]) -> Iterator[int]:
    """Yield the columns that are not answered and may be left out in one go: of mandates none that may limit them."""
    for place in _asked(laid):
        if place not in uses and not (plan.table == "mandates" and has_weight(laid, place)):
            yield place


def _asked(laid: Laid) -> list[int]:
    """Return the columns with a heading, or with something in them."""
    return [place for place, heading in enumerate(laid.headings) if heading or laid.sample(place)]


def _errors(plan: Plan, laid: Laid, uses: dict[int, str]) -> Iterator[FieldError]:
    for place in _asked(laid):
        if place not in uses:
            yield FieldError(f"uses.c{place}", "unanswered", str(words.UNANSWERED))
    named = [use for use in uses.values() if use not in (NOT_USED, FUNCTIONS)]
    for place, use in uses.items():
        if named.count(use) > 1:
            yield FieldError(f"uses.c{place}", "twice", str(words.USED_TWICE))
    for name in plan.fixed.keys() & plan.columns.keys():
        yield FieldError(f"fixed.{name}", "twice", str(words.TWICE))
    for name in plan.missing_keys:
        if not (plan.table == "mandates" and name == "number"):
            yield FieldError(f"fixed.{name}", "no_key", str(words.NO_KEY))


def _shown(plan: Plan, laid: Laid, names: Names) -> dict[str, Any]:
    table = BY_NAME[plan.table]
    own = [column.name for column in table.columns]
    beside = [name for name in uses_of(table) if name not in own]
    options = [("", str(words.CHOOSE)), (NOT_USED, str(words.UNUSED))]
    options += [(name, words.column(plan.table, name)) for name in (*own, *beside)]
    options += [(FUNCTIONS, str(words.A_FUNCTION))] if plan.table == "mandates" else []
    return {
        "options": options,
        "asked": [(place, laid.headings[place], laid.sample(place)) for place in _asked(laid)],
        "needed": [(name, words.column(plan.table, name), _choices(name, names)) for name in _needed(plan)],
        "fixed": [(name, words.column(plan.table, name)) for name in own if name not in (*TOLD, *_needed(plan))],
        "table_name": TABLES.get(plan.table) or words.STAFF,
        "is_matrix": bool(plan.functions),
        "marks": sum(bool(cell) for place in plan.functions for cell in laid.column(place)),
    }


def _needed(plan: Plan) -> list[str]:
    """Return the columns of the register that no new entry can do without and that the file does not say."""
    required = [column.name for column in BY_NAME[plan.table].required]
    made = "number" if plan.table == "mandates" else ""
    return [name for name in required if not plan.places(name) and name != made]


def _choices(name: str, names: Names) -> list[tuple[str, str]]:
    """Return what may be chosen for a column; nothing where it is typed."""
    if name == "kinds":
        return [("", str(words.IN_THE_FILE)), *((value, str(text)) for value, text in KIND_NAMES.items())]
    return [("", str(words.IN_THE_FILE)), *names.options("bodies")] if name == "on_behalf_of" else []
