"""The step of an import that takes what the owner of a file mended on the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mandate_registry.register_folder.plan import word_of
from mandate_registry.services.changing.uploading import plan_upload
from mandate_registry.web.context import call, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.importing.pages import imports, spreadsheet
from schemas.pages.uploads import How, MendForm

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from mandate_registry.register_folder.plan import Plan


@imports.post("/<uuid:identity>/mend")
def mend(identity: UUID) -> Response:
    """Keep what words stand for, what is to stand in cells, and which rows are not read; then look again."""
    _, plan, _ = spreadsheet(identity)
    call(plan_upload, identity, _mended(plan, Form().load(MendForm)))
    return see_other("imports.check", identity=identity)


def _mended(plan: Plan, said: dict[str, Any]) -> Plan:
    meanings = {column: dict(words) for column, words in plan.meanings.items()}
    for one in said["meanings"]:
        if one["how"] or one["text"]:
            meant = None if one["how"] == How.SKIP else "" if one["how"] == How.EMPTY else one["text"]
            meanings.setdefault(one["column"], {})[word_of(one["word"])] = meant
    mended = {f"{one['row']}:{one['place']}": one["text"] for one in said["mended"] if one["text"]}
    dropped = tuple(sorted({*plan.dropped, *said["dropped"]}))
    return replace(plan, meanings=meanings, mended={**plan.mended, **mended}, dropped=dropped)
