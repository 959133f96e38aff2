"""The import step by step: the file waits in between, so that every step is a page that can be looked at again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, request, url_for

from mandate_registry.errors import FieldError, InvalidInput, NotFound
from mandate_registry.register_folder.headings import key_columns
from mandate_registry.register_folder.mapping import BY_NAME, Plan, guess_of
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.register_folder.spreadsheets import read_sheets
from mandate_registry.services.changing.importing_uploads import foresee, import_upload
from mandate_registry.services.changing.showing import show_preview
from mandate_registry.services.changing.uploading import (
    drop_upload,
    find_upload,
    keep_upload,
    list_uploads,
    plan_upload,
)
from mandate_registry.services.permissions import Right
from mandate_registry.web.context import call, installation, page, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.importing import words
from mandate_registry.web.planned import asked, told
from mandate_registry.web.registers import choices, homes, nearest
from mandate_registry.web.words import TABLES
from schemas.pages.uploads import TableForm, UploadForm, columns_form

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from mandate_registry.register_folder.spreadsheets import Laid
    from mandate_registry.services.changing.importing import Preview
    from mandate_registry.services.changing.importing_uploads import Foreseen
    from mandate_registry.services.changing.uploading import Upload

imports = Blueprint("imports", __name__, url_prefix="/desk/imports")


@imports.route("", methods=["GET", "POST"])
def begin() -> Response:
    """Take a file, and show which still wait."""
    form, kept = Form(), nearest(Right.KEEP)
    if form.is_sent:
        with form.errors_of():
            upload = _kept(form, kept.oin)
            return see_other("imports.table" if upload.plan else "imports.check", identity=upload.id)
    return form.page("importing/begin.html", homes=choices(Right.KEEP), waiting=call(list_uploads))


def _kept(form: Form, own: str) -> Upload:
    organisation = form.load(UploadForm)["organisation"] or own
    file = request.files.get("file")
    if file is None or not file.filename:
        raise InvalidInput(FieldError("file", "required", ""))
    try:
        return call(keep_upload, organisation, file.filename, file.read())
    except InvalidRegister as error:
        raise InvalidInput(*(FieldError("file", one.code, words.of_file(one)) for one in error.errors[:1])) from error


@imports.route("/<uuid:identity>/table", methods=["GET", "POST"])
def table(identity: UUID) -> Response:
    """Ask which sheet counts, and of which table it is."""
    upload, plan, sheets = _spreadsheet(identity)
    form = Form({"sheet": plan.sheet, "table": plan.table})
    if form.is_sent:
        with form.errors_of(TableForm):
            said = form.load(TableForm)
            if said["sheet"] not in sheets:
                raise InvalidInput(FieldError("sheet", "invalid_value", ""))
            if (said["sheet"], said["table"]) != (plan.sheet, plan.table):
                call(plan_upload, identity, guess_of(sheets[said["sheet"]], str(said["table"])))
            return see_other("imports.columns", identity=identity)
    return form.page("importing/what.html", upload=upload, sheets=[(name, name) for name in sheets], tables=words.KINDS)


@imports.route("/<uuid:identity>/columns", methods=["GET", "POST"])
def columns(identity: UUID) -> Response:
    """Ask which column is which."""
    upload, plan, sheets = _spreadsheet(identity)
    laid, schema = sheets[plan.sheet], columns_form(plan.table)
    form = Form({"columns": plan.columns, "fixed": plan.fixed, "isComplete": plan.is_complete})
    if form.is_sent:
        with form.errors_of():
            call(plan_upload, identity, _planned(plan, form.load(schema), laid))
            return see_other("imports.check", identity=identity)
    return form.page("importing/columns.html", upload=upload, laid=laid, **_columns(plan, laid))


def _planned(plan: Plan, said: dict[str, Any], laid: Laid) -> Plan:
    """Give the plan that a form states; InvalidInput when a column comes from two places, or a key from none."""
    places, fixed = said["columns"], {name: text for name, text in said["fixed"].items() if text}
    made = replace(plan, columns=places, fixed=fixed, is_complete=said["is_complete"])
    twice = [FieldError(f"columns.{name}", "twice", str(words.TWICE)) for name in places.keys() & fixed.keys()]
    none = [FieldError(f"columns.{name}", "no_key", str(words.NO_KEY)) for name in made.missing_keys]
    far = [
        FieldError(f"columns.{name}", "invalid_value", "") for name, at in places.items() if at >= len(laid.headings)
    ]
    if errors := [*twice, *none, *far]:
        raise InvalidInput(*errors)
    return made


def _columns(plan: Plan, laid: Laid) -> dict[str, Any]:
    of_table = BY_NAME[plan.table]
    options = [("", str(words.LEAVE))] + [(place, text) for place, text in enumerate(laid.headings) if text]
    samples = [(text, laid.sample(place)) for place, text in enumerate(laid.headings) if text]
    return {
        "options": options,
        "samples": samples,
        "columns": [(one.name, words.column(plan.table, one.name)) for one in of_table.columns],
        "keys": key_columns(of_table),
        "table_name": TABLES[plan.table],
    }


@imports.route("/<uuid:identity>/check", methods=["GET", "POST"])
def check(identity: UUID) -> Response:
    """Show what would be done, and do it."""
    if request.method == "POST":
        done: Preview = call(import_upload, identity, request.form.get("mark", ""))
        count = sum(len(keys) for changes in done.tables.values() for keys in changes.values())
        return see_other("imports.done", count=count, changeset=done.changeset)
    upload, foreseen = call(find_upload, identity), call(foresee, identity)
    return page("importing/check.html", upload=upload, **_shown(upload, foreseen))


def _shown(upload: Upload, foreseen: Foreseen) -> dict[str, Any]:
    found = {one.oin: one for one in homes(Right.KEEP)}
    oin = foreseen.preview.organisation if foreseen.preview else upload.organisation
    return {
        "foreseen": foreseen,
        "home": found.get(oin),
        "oin": oin,
        "plan": told(show_preview(installation(), foreseen.preview, asked())) if foreseen.preview else None,
        "waits": foreseen.preview is not None and foreseen.preview.waits,
        "errors": [words.row_error(one) for one in foreseen.errors],
        "cell_errors": foreseen.cell_errors,
        "notations": words.notations(upload, foreseen),
    }


@imports.post("/<uuid:identity>/drop")
def drop(identity: UUID) -> Response:
    """Forget a file."""
    call(drop_upload, identity)
    return see_other("imports.begin")


@imports.get("/done")
def done() -> Response:
    """Say what was done."""
    changeset = request.args.get("changeset")
    count = request.args.get("count", "0")
    to_changeset = url_for("changing.changeset", identity=changeset) if changeset else None
    number = int(count) if count.isascii() and count.isdigit() and len(count) < len("1000000") else 0
    return page("importing/done.html", count=number, changeset=changeset, to_changeset=to_changeset)


def _spreadsheet(identity: UUID) -> tuple[Upload, Plan, dict[str, Laid]]:
    upload = call(find_upload, identity)
    if upload.plan is None:
        raise NotFound("This file is a register: there is nothing to be said about its columns.")
    return upload, upload.plan, read_sheets(upload.content, upload.name)
