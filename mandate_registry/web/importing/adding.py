"""The step of an import that asks what is new in a list of mandates: its decision types and its positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mandate_registry.register_folder.additions import CALLED, MADE_OF, SAME
from mandate_registry.register_folder.likeness import Likeness
from mandate_registry.register_folder.plan import NONE
from mandate_registry.services.changing.uploading import plan_upload
from mandate_registry.web.context import call, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.importing import words
from mandate_registry.web.importing.offers import titles_of
from mandate_registry.web.importing.pages import imports, spreadsheet
from mandate_registry.web.importing.telling_new import FIELDS, NEW, NOT, THE_SAME, Asked, told_of
from mandate_registry.web.names import Names
from mandate_registry.web.words import NATURES
from schemas.pages.additions import AdditionsForm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask import Response

    from mandate_registry.register_folder.plan import Plan


@imports.route("/<uuid:identity>/new", methods=["GET", "POST"])
def added(identity: UUID) -> Response:
    """Ask what is new in a list: nothing of it is supposed."""
    upload, plan, _ = spreadsheet(identity)
    names = Names(upload.organisation)
    asked = {table: _asked(plan, table, names) for table in sorted(plan.added)}
    if not any(asked.values()):
        return see_other("imports.check", identity=identity)
    form = Form(_said(asked))
    if form.is_sent:
        with form.errors_of():
            call(plan_upload, identity, told_of(plan, form.load(AdditionsForm), asked, names))
            return see_other("imports.check", identity=identity)
    return form.page(
        "importing/added.html", upload=upload, asked=asked, fields=FIELDS, labels=_labels(asked), **_choices(names)
    )


def _labels(asked: Mapping[str, list[Asked]]) -> dict[str, str]:
    """Return by field what stands above it, for the summary of what is wrong."""
    names = ("how", "title", "code", "body", "nature", "unit")
    own = {
        f"{FIELDS[table]}.{place}.{name}": one.title
        for table, found in asked.items()
        for place, one in enumerate(found)
        for name in names
    }
    return own | {f"ofAll.{name}": str(text) for name, text in words.OF_ALL.items()}


def _asked(plan: Plan, table: str, names: Names) -> list[Asked]:
    found, titles = plan.added[table], titles_of(names, table)
    called = {word: cells.get(CALLED[table], word) for word, cells in found.items()}
    known, others = Likeness(titles), Likeness(called.values())
    return [
        Asked(
            word,
            found[word],
            title,
            [
                *((f"{THE_SAME}{titles[one]}", str(words.THE_SAME_AS) % {"title": one}) for one in known.near(title)),
                (NEW, str(words.IS_NEW[table])),
                (NOT, str(words.NOT_NEW)),
            ],
            others.near(title),
        )
        for word, title in called.items()
    ]


def _said(asked: Mapping[str, list[Asked]]) -> dict[str, Any]:
    """Return what is told by now, as the form says it."""
    return {FIELDS[table]: [_said_of(table, one) for one in found] for table, found in asked.items()}


def _said_of(table: str, one: Asked) -> dict[str, str]:
    cells = {"title" if name == CALLED[table] else name: text for name, text in one.told.items() if name != SAME}
    unit = {"unit": cells["unit"] or NONE} if "unit" in cells else {}
    return {"word": one.word, "how": _how(table, one)} | cells | unit


def _how(table: str, one: Asked) -> str:
    """Return what a word is by what is told; "" where that has to be asked, for something looks like it."""
    if SAME in one.told:
        return f"{THE_SAME}{one.told[SAME]}"
    is_open = any(name not in one.told for name in MADE_OF[table])
    return "" if is_open and (len(one.options) > len((NEW, NOT)) or one.beside) else NEW


def _choices(names: Names) -> dict[str, Any]:
    return {
        "bodies": names.options("bodies"),
        "natures": [(value, str(text)) for value, text in NATURES.items()],
        "units": [(NONE, str(words.OF_NO_UNIT)), *names.options("units")],
    }
