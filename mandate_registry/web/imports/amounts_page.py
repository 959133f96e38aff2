"""The answer to whether decision types need an amount where a list limits them: offered before it is proposed."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Response, request

from mandate_registry.services.uploads.uploads import plan_upload
from mandate_registry.view_context import call
from mandate_registry.web.context import see_other
from mandate_registry.web.imports.import_pages import imports, spreadsheet

YES = "yes"


@imports.post("/<uuid:identity>/amounts")
def amounts(identity: UUID) -> Response:
    """Have an amount told of the decision types that the list limits, or not any more; and show the file again."""
    _upload, plan, _sheets = spreadsheet(identity)
    call(plan_upload, identity, replace(plan, requires_amount=request.form.get("requiresAmount") == YES))
    return see_other("imports.check", identity=identity)
