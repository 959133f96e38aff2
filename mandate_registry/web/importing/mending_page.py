"""The step of an import that takes what the owner of a file mended on the page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from mandate_registry.register_folder.additions import is_told
from mandate_registry.register_folder.plan import Plan
from mandate_registry.register_folder.spreadsheets import Laid
from mandate_registry.services.changing.uploading import Upload, plan_upload
from mandate_registry.web.context import call, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.importing.pages import imports, looked_at, spreadsheet
from mandate_registry.web.importing.told_words import mended_by, texts_of
from mandate_registry.web.names import Names
from schemas.pages.uploads import MendForm


@imports.post("/<uuid:identity>/mend")
def mend(identity: UUID) -> Response:
    """Keep what words stand for, what is to stand in cells, and which rows are not read; then look again."""
    upload, plan, sheets = spreadsheet(identity)
    form, onward = Form(), ""
    with form.errors_of():
        onward = _kept(upload, plan, sheets[plan.sheet], texts_of(form.load(MendForm)))
    return see_other(onward, identity=identity) if onward else looked_at(identity, form.errors)


def _kept(upload: Upload, plan: Plan, laid: Laid, said: dict[str, Any]) -> str:
    """Keep what was mended; return the step at which it goes on."""
    made = mended_by(plan, laid, said, Names(upload.organisation))
    call(plan_upload, upload.id, made)
    return step_after(made)


def step_after(plan: Plan) -> str:
    """Return the step at which it goes on: what is new, as long as that is not told, or what the file would do."""
    is_open = any(not is_told(table, one) for table, found in plan.added.items() for one in found.values())
    return "imports.added" if is_open else "imports.check"
