"""The step of an import that asks what the sheet leaves open: its rows, amounts, days and words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.amounts.limits import is_currency
from mandate_registry.register_folder.grants.disclosure import asks_disclosure
from mandate_registry.register_folder.grants.first_days import asks_since
from mandate_registry.register_folder.sheet.likely_answers import likely_read
from mandate_registry.register_folder.sheet.open_questions import Topic, asks_instrument, hidden_columns, questions
from mandate_registry.register_folder.sheet.plan import HIDDEN_COLUMNS, NewTypes, Plan
from mandate_registry.register_folder.sheet.row_selection import values_of_rows
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.services.uploads.uploads import Upload, plan_upload
from mandate_registry.view_context import call
from mandate_registry.web.context import see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.imports import question_texts as words
from mandate_registry.web.imports.column_uses import column_uses, were_told
from mandate_registry.web.imports.corrections_page import step_after
from mandate_registry.web.imports.day_answers import with_each_day
from mandate_registry.web.imports.early_questions import EarlyQuestions
from mandate_registry.web.imports.first_day_question import ASKED, QUESTION, first_day_fields, first_day_plan
from mandate_registry.web.imports.grant_source import LABELS, grant_fields, grant_values, instrument_of
from mandate_registry.web.imports.import_pages import imports, spreadsheet
from mandate_registry.web.imports.question_options import (
    labels_of,
    question_view,
    questions_to_ask,
    unanswered_fields,
    with_row_answers,
)
from mandate_registry.web.imports.recalled_answers import suggested_answers
from mandate_registry.web.imports.remark_uses import asked_disclosure
from mandate_registry.web.imports.repeated_list import with_present
from mandate_registry.web.imports.settled_questions import with_settled
from mandate_registry.web.imports.staff_questions import asked_of_staff, chosen_proposed, follows, top_unit
from mandate_registry.web.imports.suggestions import merged, names_new_decision, suggestions_from_file
from mandate_registry.web.imports.value_answers import answered_by_value, asked_by_value, said_by_value
from mandate_registry.web.register_names import RegisterNames
from schemas.pages.upload_forms import ANEW, LATER, ByType, Read, answers_form

FIXED = ("vat", "currency", "nature")


@imports.route("/<uuid:identity>/answers", methods=["GET", "POST"])
def answers(identity: UUID) -> Response:
    """Ask what the sheet leaves open; nothing is read before all of it is answered."""
    upload, plan, sheets = spreadsheet(identity)
    laid = sheets[plan.sheet]
    open_ = questions(laid, unanswered(plan))
    if any(one.asks is Topic.COLUMN for one in open_):
        return see_other("imports.columns", identity=identity)
    names = RegisterNames(upload.organisation)
    suggested, recalled = suggested_answers(upload, plan, laid)
    suggested = with_present(suggested, laid, names) if recalled else suggested
    found = suggestions_from_file({one.asks for one in open_}, laid, plan, names)
    of_staff = {"chosen": chosen_proposed(laid, plan, names), "newUnits": top_unit(names)}
    lists = likely_read(laid, suggested)
    said = _said(suggested, laid) | said_by_value(laid, lists, names) | _of_new(upload, suggested, laid, names)
    ahead = EarlyQuestions(upload, plan, suggested, laid, names)
    form = Form(merged(said, found.values | of_staff) | ahead.said)
    if form.is_sent and (made := _taken(form, plan, laid, names, ahead)):
        call(plan_upload, identity, made)
        return see_other(step_after(made), identity=identity)
    told = with_row_answers(unanswered(plan), laid, form)
    asked = questions_to_ask(open_, questions(laid, told))
    shown: list[dict[str, Any]] = [question_view(one, laid, plan, names) for one in asked]
    shown += [ASKED] * asks_since(replace(told, meanings=plan.meanings), laid)
    shown += [asked_disclosure(laid, lists, names)] * _asks_disclosure(plan)
    beside = asked_by_value(laid, lists, asked, names)
    staff = asked_of_staff(laid, told, names)
    is_nothing_new = not ahead.unknown and not ahead.for_everything
    if were_told() and not shown and not beside["remark_groups"] and not staff["new_units"] and is_nothing_new:
        return see_other("imports.check", identity=identity)
    labels = {field: text for one in asked for field, text in labels_of(one)} | LABELS | ahead.labels()
    labels |= {"since": QUESTION, "disclosure": words.OF_NEW, "newTypes": words.NEW_TYPES}
    page: dict[str, Any] = {"asked": with_settled(shown, form, beside["vat_groups"]), "labels": labels}
    page |= {"follows": follows(laid, told, names), "recalled": recalled or ahead.shown["recalled"]}
    page |= {"bodies": sorted(name for _, name in names.options("bodies")), "agreed": list(of_staff["chosen"])}
    page["columns"] = [] if were_told() else column_uses(laid, plan)
    page |= staff | beside | ahead.page(form)
    return form.page("imports/answers.html", upload=upload, notes=found.notes, **page)


def _taken(form: Form, plan: Plan, laid: SheetLayout, names: RegisterNames, ahead: EarlyQuestions) -> Plan | None:
    """Return the plan with the answers of a form; None, with all that is wrong with the form, where something is."""
    made = plan
    with form.errors_of():
        said = form.load(answers_form(len(values_of_rows(laid, plan))))
        with form.errors_of():
            made = _answered(plan, laid, said, names)
        made = ahead.answered(made, said)
    return made if form.is_good else None


def _asks_disclosure(plan: Plan) -> bool:
    """Return True if a list that may hold new mandates does not tell to whom they may be named."""
    return asks_disclosure(plan) and plan.says("holder") and plan.says("decision_types")


def unanswered(plan: Plan) -> Plan:
    """Return a plan without its answers, but for those about its columns."""
    empty: dict[str, Any] = {"bounds": {}, "multiples": {}, "chosen": {}, "marked": {}, "later": (), "vat_by": {}}
    by_type = {name: told for name, told in plan.by_type.items() if name not in plan.columns}
    return replace(plan, fixed=_kept(plan), by_type=by_type, rubrics="", limits="", notation="", numbers="", **empty)


def _kept(plan: Plan) -> dict[str, str]:
    """Return what stands in every row that is not asked here."""
    asked = (*FIXED, "instrument") if asks_instrument(plan) else FIXED
    return {name: text for name, text in plan.fixed.items() if name not in asked}


def _of_new(upload: Upload, plan: Plan, laid: SheetLayout, names: RegisterNames) -> dict[str, Any]:
    """Return what new mandates get beside the file, as the form says it: which decision grants them, and from when."""
    instrument, granting = instrument_of(upload, plan, laid, names), grant_fields(plan, laid, names)
    if not instrument and names_new_decision(laid, names):
        instrument = ANEW
    fixed = {name: plan.fixed[name] for name in FIXED if name in plan.fixed}
    return {"fixed": fixed | {"instrument": instrument}, "granting": granting} | first_day_fields(
        plan, instrument, granting, names
    )


def _said(plan: Plan, laid: SheetLayout) -> dict[str, Any]:
    """Return the answers of a plan as the form says them."""
    values = values_of_rows(laid, plan)
    return {
        "byType": {name: ByType.TYPE if told else ByType.NONE for name, told in plan.by_type.items()},
        "bounds": dict(plan.bounds),
        "multiples": dict(plan.multiples),
        "chosen": {
            f"v{place}": _read(is_read=plan.chosen[one]) for place, one in enumerate(values) if one in plan.chosen
        },
        "marked": {mark: _read(is_read=is_read) for mark, is_read in plan.marked.items()},
        "rubrics": plan.rubrics,
        "limits": plan.limits,
        "notation": plan.notation,
        "numbers": plan.numbers,
        "disclosure": plan.disclosure,
        "newUnits": plan.new_units,
        "newTypes": plan.new_types or str(NewTypes.HELD),
        "replaces": "true" if plan.replaces else "false",
    }


def _read(*, is_read: bool) -> str:
    return Read.READ if is_read else Read.SKIP


def _answered(plan: Plan, laid: SheetLayout, said: dict[str, Any], names: RegisterNames) -> Plan:
    """Return the plan with the answers of a form; InvalidInput names what is still open."""
    values = values_of_rows(laid, plan)
    fixed = _kept(plan) | said["fixed"]
    is_later = fixed.get("instrument") == LATER
    granting = grant_values(said["granting"], names) if fixed.get("instrument") == ANEW else {}
    fixed |= {"instrument": granting["reference"]} if granting else {}
    by_type = {name: one == ByType.TYPE for name, one in said["by_type"].items()}
    made = replace(
        plan,
        fixed={name: text for name, text in fixed.items() if text and text != LATER},
        later=("instrument",) if is_later else (),
        by_type={**unanswered(plan).by_type, **by_type},
        bounds={name: str(bound) for name, bound in said["bounds"].items()},
        multiples={name: str(multiple) for name, multiple in said["multiples"].items()},
        chosen={values[int(name[1:])]: one == Read.READ for name, one in said["chosen"].items()},
        marked={mark: one == Read.READ for mark, one in said["marked"].items()},
        rubrics=str(said["rubrics"] or ""),
        limits=str(said["limits"] or ""),
        notation=str(said["notation"] or ""),
        numbers=said["numbers"] or "",
        disclosure=str(said["disclosure"] or ""),
        new_types=str(said["new_types"] or ""),
        replaces=said["replaces"],
        new_units=said["new_units"] or plan.new_units,
        **answered_by_value(laid, plan, said, names),
        granting=granting,
    )
    made = with_each_day(laid, made, said["bounds"])
    if made.marked.get(HIDDEN_COLUMNS) is False:
        made = made.without(hidden_columns(laid, made))
    if not is_currency(made.fixed.get("currency", "EUR")):
        raise InvalidInput(FieldError("fixed.currency", "invalid_value", ""))
    open_ = [name for one in questions(laid, made) for name in unanswered_fields(one, made)]
    open_ += ["disclosure"] * (_asks_disclosure(made) and not made.disclosure)
    if open_:
        raise InvalidInput(*(FieldError(name, "required", "") for name in open_))
    return replace(made, since=first_day_plan(said, made, names)) if asks_since(made, laid) else made
