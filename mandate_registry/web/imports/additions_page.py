"""The step of an import that asks what is new in a list of mandates: its decision types and its positions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response

from mandate_registry.register_folder.grants.additions import ALSO, BY_ITSELF, CALLED, MADE_OF, SAME
from mandate_registry.register_folder.grants.additions import NEW as CONFIRMED
from mandate_registry.register_folder.names.likeness import Likeness
from mandate_registry.register_folder.sheet.plan import ADDED, NONE, Plan
from mandate_registry.services.approval.barred_approvers import barred_by_new_types
from mandate_registry.services.uploads.uploads import plan_upload
from mandate_registry.view_context import call
from mandate_registry.web.context import see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.imports import import_labels
from mandate_registry.web.imports.additions_plan import (
    ANOTHER,
    FIELDS,
    NEW,
    NOT,
    THE_SAME,
    AskedAddition,
    parsed_additions,
)
from mandate_registry.web.imports.corrections import names_of_table
from mandate_registry.web.imports.first_day_question import first_day_of_types
from mandate_registry.web.imports.import_pages import imports, spreadsheet
from mandate_registry.web.imports.name_candidates import Candidates
from mandate_registry.web.proposals.review_texts import barred_text
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import NATURE_CHOICES
from schemas.pages.addition_forms import AdditionsForm


@imports.route("/<uuid:identity>/new", methods=["GET", "POST"])
def added(identity: UUID) -> Response:
    """Ask what is new in a list: nothing of it is supposed."""
    upload, plan, sheets = spreadsheet(identity)
    names = RegisterNames(upload.organisation)
    asked = {table: _asked(plan, table, names) for table in sorted(plan.added)}
    if not any(asked.values()):
        return see_other("imports.check", identity=identity)
    form = Form(_said(asked, names) | {"ofAll": {"validFrom": first_day_of_types(plan, sheets[plan.sheet], names)}})
    if form.is_sent:
        with form.errors_of():
            call(plan_upload, identity, parsed_additions(plan, form.load(AdditionsForm), asked, names))
            return see_other("imports.check", identity=identity)
    return form.page(
        "imports/added.html",
        upload=upload,
        asked=asked,
        barred=_barred(asked, names),
        fields=FIELDS,
        still_open={table: _open(form, FIELDS[table], len(found)) for table, found in asked.items()},
        labels=_labels(asked),
        **_choices(names),
    )


def _open(form: Form, field: str, total: int) -> list[int]:
    """Return the places of what is not answered yet, or wrongly."""
    names = [f"{field}.{place}" for place in range(total)]
    return [place for place, name in enumerate(names) if not form.value(f"{name}.how") or form.error(name)]


def _barred(asked: Mapping[str, list[AskedAddition]], names: RegisterNames) -> dict[str, Any]:
    """Return who may not approve the new decision types, if there are any."""
    found = call(barred_by_new_types, names.oin) if asked.get("decision_types") else []
    return barred_text(found, names)


def _labels(asked: Mapping[str, list[AskedAddition]]) -> dict[str, str]:
    """Return by field what stands above it, for the summary of what is wrong."""
    names = ("how", "same", "title", "code", "body", "nature", "unit")
    own = {
        f"{FIELDS[table]}.{place}.{name}": one.title
        for table, found in asked.items()
        for place, one in enumerate(found)
        for name in names
    }
    return (
        own
        | {f"ofAll.{name}": str(text) for name, text in import_labels.OF_ALL.items()}
        | {"ofAll.validFrom": str(import_labels.TYPES_FROM)}
    )


def _asked(plan: Plan, table: str, names: RegisterNames) -> list[AskedAddition]:
    found, known = plan.added[table], Candidates(names, table)
    called = {word: cells.get(CALLED[table], word) for word, cells in found.items()}
    others = Likeness(called.values())
    return [
        AskedAddition(
            word, told, title, _options(table, known.of(title), known), others.near(title), _may_be(told, title, known)
        )
        for word, title in called.items()
        for told in [found[word]]
    ]


def _options(table: str, near: list[str], known: Candidates) -> list[tuple[str, str]]:
    """Return what a word may be said to be: first what it is likely another name for."""
    likely = [(f"{THE_SAME}{known.codes[one]}", str(import_labels.THE_SAME_AS) % {"title": one}) for one in near]
    another = [(ANOTHER, str(import_labels.SAME_AS_ANOTHER))] if known.codes else []
    return [*likely, *another, (NEW, str(import_labels.IS_NEW[table])), (NOT, str(import_labels.NOT_NEW))]


def _said(asked: Mapping[str, list[AskedAddition]], names: RegisterNames) -> dict[str, Any]:
    """Return what is told by now, as the form says it."""
    return {FIELDS[table]: [_said_of(table, one, names) for one in found] for table, found in asked.items()}


def _said_of(table: str, one: AskedAddition, names: RegisterNames) -> dict[str, str]:
    told = {name: text for name, text in one.told.items() if name not in (SAME, CONFIRMED, *ALSO[table])}
    cells = {"title" if name == CALLED[table] else name: text for name, text in told.items()}
    unit = {"unit": cells["unit"] or NONE} if "unit" in cells else {}
    how = _how(table, one)
    same = {"same": names.title(table, one.told[SAME])} if how == ANOTHER else {}
    return {"word": one.word, "how": how} | cells | unit | same


def _how(table: str, one: AskedAddition) -> str:
    """Return what a word is by what is told; "" where that has to be asked, for something may be it."""
    if SAME in one.told:
        how = f"{THE_SAME}{one.told[SAME]}"
        return how if how in dict(one.options) else ANOTHER
    is_open = any(name not in one.told for name in MADE_OF[table])
    is_asked = one.is_near or (one.beside and CONFIRMED not in one.told)
    return "" if is_open and is_asked else NEW


def _may_be(told: Mapping[str, str], title: str, known: Candidates) -> bool:
    """Return True if a word may be something of the register, and nobody said otherwise.

    Who adds all that is new has seen what each may be; but a slip of a title is not added with all.
    """
    said = told.get(CONFIRMED)
    return said != BY_ITSELF and bool(known.slips(title) if said else known.of(title))


def _choices(names: RegisterNames) -> dict[str, Any]:
    return {
        "known": {table: names_of_table(names, table) for table in ADDED.values()},
        "bodies": names.options("bodies"),
        "natures": [(value, str(text)) for value, text in NATURE_CHOICES.items()],
        "units": [(NONE, str(import_labels.OF_NO_UNIT)), *names.options("units")],
    }
