"""The import step by step: the file waits in between, so that every step is a page that can be looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, request, url_for

from mandate_registry.errors import FieldError, InvalidInput, NotFound
from mandate_registry.register_folder.guessing import guess_of
from mandate_registry.register_folder.limits import AMOUNTS
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.register_folder.spreadsheets import read_sheets
from mandate_registry.services.changing.showing import show_preview
from mandate_registry.services.changing.uploading import (
    drop_upload,
    find_upload,
    keep_upload,
    list_uploads,
    plan_upload,
)
from mandate_registry.services.changing.working import foreseen, imported, is_importing
from mandate_registry.services.permissions import Right
from mandate_registry.web.context import call, installation, page, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.importing import words
from mandate_registry.web.importing.mending import mendable, names_of, unknown_words
from mandate_registry.web.importing.telling import how_read
from mandate_registry.web.names import Names
from mandate_registry.web.planned import asked, told
from mandate_registry.web.registers import choices, homes, nearest
from schemas.pages.uploads import TableForm, UploadForm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask import Response

    from mandate_registry.register_folder.plan import Plan
    from mandate_registry.register_folder.spreadsheets import Laid
    from mandate_registry.services.changing.foreseen import Foreseen
    from mandate_registry.services.changing.outcomes import Imported
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
    upload, plan, sheets = spreadsheet(identity)
    form = Form({"sheet": plan.sheet, "table": plan.table})
    if form.is_sent:
        with form.errors_of(TableForm):
            said = form.load(TableForm)
            if said["sheet"] not in sheets:
                raise InvalidInput(FieldError("sheet", "invalid_value", ""))
            if (said["sheet"], said["table"]) != (plan.sheet, plan.table):
                call(plan_upload, identity, guess_of(sheets[said["sheet"]], str(said["table"])))
            return see_other("imports.columns", identity=identity)
    return form.page("importing/what.html", upload=upload, sheets=_named(sheets), tables=words.KINDS)


def _named(sheets: Mapping[str, Laid]) -> list[tuple[str, str]]:
    """Return the sheets with what is said of them where one is chosen."""
    return [
        (name, str(words.HIDDEN_SHEET) % {"name": name} if laid.is_hidden else name) for name, laid in sheets.items()
    ]


@imports.route("/<uuid:identity>/check", methods=["GET", "POST"])
def check(identity: UUID) -> Response:
    """Show what would be done, and do it."""
    if request.method == "POST":
        did = call(imported, identity, request.form.get("mark", ""))
        return was_done(did) if did else see_other("imports.progress", identity=identity)
    upload = call(find_upload, identity)
    found = None if call(is_importing, identity) else call(foreseen, identity)
    if found is None:
        return see_other("imports.progress", identity=identity)
    return page("importing/check.html", upload=upload, form=Form(), **_shown(upload, found))


def was_done(did: Imported) -> Response:
    """Lead to the page that says what an import did."""
    return see_other("imports.done", count=did.count, changeset=did.changeset)


def _shown(upload: Upload, foreseen: Foreseen) -> dict[str, Any]:
    found = {one.oin: one for one in homes(Right.KEEP)}
    oin = foreseen.preview.organisation if foreseen.preview else upload.organisation
    unknown = unknown_words(upload, foreseen.errors)
    return {
        "foreseen": foreseen,
        "home": found.get(oin),
        "oin": oin,
        "plan": _plan(foreseen),
        "waits": foreseen.preview is not None and foreseen.preview.waits,
        "errors": words.row_errors(foreseen.errors),
        "mendable": mendable(upload, foreseen.errors),
        "limits": AMOUNTS,
        "unknown": unknown,
        "known": names_of(unknown, Names(oin)),
        "is_open": any(one.code.startswith("open_") or one.code == "no_key" for one in foreseen.errors),
        "cell_errors": foreseen.cell_errors,
        "notations": how_read(upload, foreseen),
    }


def _plan(foreseen: Foreseen) -> dict[str, Any] | None:
    if foreseen.preview is None:
        return None
    return told(show_preview(installation(), foreseen.preview, asked(), foreseen.codes))


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


def spreadsheet(identity: UUID) -> tuple[Upload, Plan, dict[str, Laid]]:
    """Return a file that waits, what is made of it, and its sheets; NotFound when it is a register."""
    upload = call(find_upload, identity)
    if upload.plan is None:
        raise NotFound("This file is a register: there is nothing to be said about its columns.")
    return upload, upload.plan, read_sheets(upload.content, upload.name)
