"""The step of an import that takes what the owner of a file mended on the page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from mandate_registry.register_folder.grants.additions import is_fully_described
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.services.uploads.uploads import Upload, plan_upload
from mandate_registry.view_context import call
from mandate_registry.web.context import see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.imports.import_pages import imports, looked_at, spreadsheet
from mandate_registry.web.imports.word_answers import corrections_by, texts_of
from mandate_registry.web.register_names import RegisterNames
from schemas.pages.upload_forms import CorrectionForm


@imports.post("/<uuid:identity>/mend")
def mend(identity: UUID) -> Response:
    """Save corrected words, cells and skipped rows, and show the file again."""
    upload, plan, sheets = spreadsheet(identity)
    form, onward = Form(), ""
    with form.errors_of():
        onward = _kept(upload, plan, sheets[plan.sheet], texts_of(form.load(CorrectionForm)))
    return see_other(onward, identity=identity) if onward else looked_at(identity, form.errors)


def _kept(upload: Upload, plan: Plan, laid: SheetLayout, said: dict[str, Any]) -> str:
    """Save the corrections and return the address of the next step."""
    made = corrections_by(plan, laid, said, RegisterNames(upload.organisation))
    call(plan_upload, upload.id, made)
    return step_after(made)


def step_after(plan: Plan) -> str:
    """Return the step at which it goes on: what is new, as long as that is not told, or what the file would do."""
    is_open = any(not is_fully_described(table, one) for table, found in plan.added.items() for one in found.values())
    return "imports.added" if is_open else "imports.check"
