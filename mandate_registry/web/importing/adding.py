"""The step of an import that asks what is new in a list of mandates: its decision types and its positions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response

from mandate_registry.register_folder.additions import ALSO, BY_ITSELF, CALLED, MADE_OF, SAME
from mandate_registry.register_folder.additions import NEW as CONFIRMED
from mandate_registry.register_folder.likeness import Likeness
from mandate_registry.register_folder.plan import ADDED, NONE, Plan
from mandate_registry.services.changing.barring import barred_by_new_types
from mandate_registry.services.changing.uploading import plan_upload
from mandate_registry.web.context import call, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.importing import words
from mandate_registry.web.importing.candidates import Candidates
from mandate_registry.web.importing.mending import names_of_table
from mandate_registry.web.importing.pages import imports, spreadsheet
from mandate_registry.web.importing.since import first_day_of_types
from mandate_registry.web.importing.telling_new import ANOTHER, FIELDS, NEW, NOT, THE_SAME, Asked, told_of
from mandate_registry.web.names import Names
from mandate_registry.web.reviews import barred_told
from mandate_registry.web.terms import NATURE_CHOICES
from schemas.pages.additions import AdditionsForm


@imports.route("/<uuid:identity>/new", methods=["GET", "POST"])
def added(identity: UUID) -> Response:
    """Ask what is new in a list: nothing of it is supposed."""
    upload, plan, sheets = spreadsheet(identity)
    names = Names(upload.organisation)
    asked = {table: _asked(plan, table, names) for table in sorted(plan.added)}
    if not any(asked.values()):
        return see_other("imports.check", identity=identity)
    form = Form(_said(asked, names) | {"ofAll": {"validFrom": first_day_of_types(plan, sheets[plan.sheet], names)}})
    if form.is_sent:
        with form.errors_of():
            call(plan_upload, identity, told_of(plan, form.load(AdditionsForm), asked, names))
            return see_other("imports.check", identity=identity)
    return form.page(
        "importing/added.html",
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


def _barred(asked: Mapping[str, list[Asked]], names: Names) -> dict[str, Any]:
    """Return who may not approve the new decision types, if there are any."""
    found = call(barred_by_new_types, names.oin) if asked.get("decision_types") else []
    return barred_told(found, names)


def _labels(asked: Mapping[str, list[Asked]]) -> dict[str, str]:
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
        | {f"ofAll.{name}": str(text) for name, text in words.OF_ALL.items()}
        | {"ofAll.validFrom": str(words.TYPES_FROM)}
    )


def _asked(plan: Plan, table: str, names: Names) -> list[Asked]:
    found, known = plan.added[table], Candidates(names, table)
    called = {word: cells.get(CALLED[table], word) for word, cells in found.items()}
    others = Likeness(called.values())
    return [
        Asked(
            word, told, title, _options(table, known.of(title), known), others.near(title), _may_be(told, title, known)
        )
        for word, title in called.items()
        for told in [found[word]]
    ]


def _options(table: str, near: list[str], known: Candidates) -> list[tuple[str, str]]:
    """Return what a word may be said to be: first what it is likely another name for."""
    likely = [(f"{THE_SAME}{known.codes[one]}", str(words.THE_SAME_AS) % {"title": one}) for one in near]
    another = [(ANOTHER, str(words.SAME_AS_ANOTHER))] if known.codes else []
    return [*likely, *another, (NEW, str(words.IS_NEW[table])), (NOT, str(words.NOT_NEW))]


def _said(asked: Mapping[str, list[Asked]], names: Names) -> dict[str, Any]:
    """Return what is told by now, as the form says it."""
    return {FIELDS[table]: [_said_of(table, one, names) for one in found] for table, found in asked.items()}


def _said_of(table: str, one: Asked, names: Names) -> dict[str, str]:
    told = {name: text for name, text in one.told.items() if name not in (SAME, CONFIRMED, *ALSO[table])}
    cells = {"title" if name == CALLED[table] else name: text for name, text in told.items()}
    unit = {"unit": cells["unit"] or NONE} if "unit" in cells else {}
    how = _how(table, one)
    same = {"same": names.title(table, one.told[SAME])} if how == ANOTHER else {}
    return {"word": one.word, "how": how} | cells | unit | same


def _how(table: str, one: Asked) -> str:
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


def _choices(names: Names) -> dict[str, Any]:
    return {
        "known": {table: names_of_table(names, table) for table in ADDED.values()},
        "bodies": names.options("bodies"),
        "natures": [(value, str(text)) for value, text in NATURE_CHOICES.items()],
        "units": [(NONE, str(words.OF_NO_UNIT)), *names.options("units")],
    }
