"""A register as a whole: imported from a zip or a workbook, and exported to one."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, jsonify, request

from api.idempotency import question_if
from api.request_body import load_file, load_query, takes_query
from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.services.register.points_in_time import PointInTime
from mandate_registry.services.transfer.export import Form, pack
from mandate_registry.services.transfer.import_preview import Preview
from mandate_registry.services.transfer.register_import import import_packed
from mandate_registry.view_context import call
from schemas.base import ready
from schemas.register_files import ExportQuery, ImportOut, ImportQuery

ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {ZIP: ".zip", XLSX: ".xlsx"}
LONGEST_FIELD, LONGEST_DETAIL = 200, 400

folders = Blueprint("folders", __name__)


@folders.post("/imports")
@question_if(lambda: request.args.get("dryRun", "false") != "false")
def import_folder() -> Response:
    """Bring a register to what the file in the body says."""
    options = load_query(ImportQuery)
    reason = options.pop("motivation")
    kind, content = load_file(ENDINGS)
    try:
        preview: Preview = call(import_packed, content, ENDINGS[kind], reason=reason, **options)
    except InvalidRegister as error:
        raise InvalidInput(*_field_errors(error)) from error
    given = {name: getattr(preview, name) for name in ("organisation", "tables", "changeset", "headings")}
    return jsonify(ready(ImportOut).dump(given | options))


takes_query(import_folder, "POST")


@folders.get("/exports/register.zip")
@takes_query
def as_zip() -> Response:
    """Return a register as a zip of CSV files."""
    return _exported("zip", ZIP)


@folders.get("/exports/register.xlsx")
@takes_query
def as_workbook() -> Response:
    """Return a register as a workbook."""
    return _exported("xlsx", XLSX)


def _exported(form: Form, kind: str) -> Response:
    query = load_query(ExportQuery)
    packed = call(pack, query["organisation"], form, PointInTime(known_at=query.get("known_at")))
    attached = f'attachment; filename="{packed.name}"'
    return Response(packed.content, mimetype=kind, headers={"Content-Disposition": attached})


def _field_errors(error: InvalidRegister) -> Iterator[FieldError]:
    """Name each cell as a field: `mandates.csv:3:holder`. A stranger's file may hold names of any length."""
    for one in error.errors:
        place = ":".join(str(part) for part in (one.file, one.row, one.column) if part is not None)
        yield FieldError(place[:LONGEST_FIELD], one.code, one.detail[:LONGEST_DETAIL])
