"""The import step by step: the file waits in between, so that every step is a page that can be looked at again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from mandate_registry.errors import Conflict, FieldError, InvalidInput, NotFound
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.register_folder.sheet.cell_sources import RowError
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.plan_guess import guess_of, is_certain, is_complete_guess, suggested_plan
from mandate_registry.register_folder.sheet.read_as import SheetReading
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.services.approval.approval_review import reviewed
from mandate_registry.services.approval.shown_plan import show_changes, show_preview
from mandate_registry.services.changesets.planned_change import EXPECTED
from mandate_registry.services.changesets.proposals import get_changeset
from mandate_registry.services.changesets.sheets import sheets_of
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Right
from mandate_registry.services.uploads.import_outcome import ImportOutcome
from mandate_registry.services.uploads.job_results import ImportResult
from mandate_registry.services.uploads.job_runner import imported, is_importing, previewed, was_previewed, was_read
from mandate_registry.services.uploads.upload_import import ImportReasons
from mandate_registry.services.uploads.uploads import (
    Upload,
    delete_upload,
    find_upload,
    list_uploads,
    plan_upload,
    save_upload,
)
from mandate_registry.view_context import call, installation
from mandate_registry.web.chosen_register import nearest, own_registers, register_choices
from mandate_registry.web.context import page, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.imports import import_labels
from mandate_registry.web.imports.cell_error_texts import row_errors
from mandate_registry.web.imports.corrections import OF_WORDS
from mandate_registry.web.imports.corrections_view import corrections_here
from mandate_registry.web.imports.reading_summary import how_file_was_read
from mandate_registry.web.imports.recalled_answers import suggested_table
from mandate_registry.web.proposals.new_findings import new_finding_lines
from mandate_registry.web.proposals.plan_rows import plan_slice
from mandate_registry.web.proposals.plan_tables import in_tables
from mandate_registry.web.proposals.review_texts import review_text
from mandate_registry.web.proposals.source_cells import SourceCells
from mandate_registry.web.register_names import RegisterNames
from schemas.pages.upload_forms import TableForm, UploadForm

CHANGE = "change"
"""Stands in the address of who wants to say otherwise what a file is, where that is certain."""
MAX_EXPECTED = 200
"""So many expected checks are looked at of what was proposed."""
ASKED_ABOVE = ("units_untold", "same_title", "same_number", "body_of_type")
"""What is no error of a cell, but a question that the page asks once."""
imports = Blueprint("imports", __name__, url_prefix="/desk/imports")
imports.add_app_template_global(how_file_was_read)


@imports.route("", methods=["GET", "POST"])
def begin() -> Response:
    """Accept a file, and show those that wait."""
    form, kept = Form(), nearest(Right.KEEP)
    if form.is_sent:
        with form.errors_of():
            upload = _kept(form, kept.oin)
            if not upload.is_read:
                return resume(upload.id)
            return see_other("imports.table" if upload.plan else "imports.check", identity=upload.id)
    return begin_page(form)


def begin_page(form: Form) -> Response:
    """Show where a file is taken, with what is wrong with the one that was sent."""
    shown = {"homes": register_choices(Right.KEEP), "waiting": call(list_uploads), "kinds": dict(import_labels.KINDS)}
    return form.page("imports/begin.html", **shown)


def unreadable(error: InvalidInput) -> Response:
    """Show at the file that was sent that it cannot be read."""
    form = Form()
    form.errors += [FieldError(one.field, one.code, import_labels.of_unreadable(one.code)) for one in error.errors]
    return begin_page(form)


@imports.get("/<uuid:identity>")
def resume(identity: UUID) -> Response:
    """Lead to the step at which somebody was with a file that waits."""
    try:
        if not call(was_read, identity):
            return see_other("imports.progress", identity=identity)
    except InvalidInput as error:
        return unreadable(error)
    upload = call(find_upload, identity)
    if upload.plan is None or call(was_previewed, identity):
        return see_other("imports.check", identity=identity)
    sheet = sheets_of(installation(), upload.content, upload.name)[upload.plan.sheet]
    is_untouched = upload.plan == suggested_plan(sheet, guess_of(sheet, upload.plan.table))
    return see_other("imports.table" if is_untouched else "imports.answers", identity=identity)


def _kept(form: Form, own: str) -> Upload:
    organisation = form.load(UploadForm)["organisation"] or own
    file = request.files.get("file")
    if file is None or not file.filename:
        raise InvalidInput(FieldError("file", "required", ""))
    try:
        return call(save_upload, organisation, file.filename, file.read())
    except InvalidRegister as error:
        raise InvalidInput(
            *(FieldError("file", one.code, import_labels.of_file(one)) for one in error.errors[:1])
        ) from error


@imports.route("/<uuid:identity>/table", methods=["GET", "POST"])
def table(identity: UUID) -> Response:
    """Ask which sheet counts, and of which table it is; where that is certain only of who asks to change it."""
    upload, plan, sheets = spreadsheet(identity)
    suggested, recalled = suggested_table(upload, plan, sheets)
    form = Form({"sheet": suggested.sheet, "table": suggested.table})
    is_certain_of = (suggested.sheet, suggested.table) == (plan.sheet, plan.table) and is_certain(sheets, plan)
    if is_certain_of and not form.is_sent and CHANGE not in request.args:
        is_whole = recalled is None and is_complete_guess(sheets[plan.sheet], plan)
        return see_other("imports.answers" if is_whole else "imports.columns", identity=identity)
    if form.is_sent:
        with form.errors_of(TableForm):
            said = form.load(TableForm)
            if said["sheet"] not in sheets:
                raise InvalidInput(FieldError("sheet", "invalid_value", ""))
            if (said["sheet"], said["table"]) != (plan.sheet, plan.table):
                laid = sheets[said["sheet"]]
                call(plan_upload, identity, suggested_plan(laid, guess_of(laid, str(said["table"]))))
            return see_other("imports.columns", identity=identity)
    return form.page(
        "imports/what.html", upload=upload, sheets=_named(sheets), tables=import_labels.KINDS, recalled=recalled
    )


def _named(sheets: Mapping[str, SheetLayout]) -> list[tuple[str, str]]:
    """Return the sheets with what is said of them where one is chosen."""
    return [
        (name, str(import_labels.HIDDEN_SHEET) % {"name": name} if laid.is_hidden else name)
        for name, laid in sheets.items()
    ]


@imports.route("/<uuid:identity>/check", methods=["GET", "POST"])
def check(identity: UUID) -> Response:
    """Show what would be done, and do it."""
    unsaid = [FieldError(name, "required", "") for name in _unsaid()]
    if request.method == "POST" and not unsaid:
        did = call(imported, identity, request.form.get("mark", ""), _why())
        return was_done(did) if did else see_other("imports.progress", identity=identity)
    return looked_at(identity, unsaid)


def _unsaid() -> list[str]:
    """Return the reasons that a form asks for and that are empty."""
    empty = [name for name in ("motivation", "expecting") if not request.form.get(name, "").strip()]
    asked = [name for name in empty if name == "motivation" or _meant()]
    return [name for name in asked if name in request.form]


def _meant() -> tuple[str, ...]:
    """Return the ids of the expected checks of which somebody says that they are meant to turn."""
    return tuple(request.form.getlist("isExpected"))


def _why() -> ImportReasons:
    """Return why a file is imported, and why the checks that it turns are expected otherwise, as a form says it."""
    said = {name: request.form.get(name, "").strip() for name in ("motivation", "reason", "expecting")}
    return ImportReasons(said["motivation"] or said["reason"], said["expecting"] if _meant() else "", _meant())


def looked_at(identity: UUID, errors: Sequence[FieldError]) -> Response:
    """Show what a file would do, with what is wrong with the form that was sent on that page."""
    upload = call(find_upload, identity)
    found = None if call(is_importing, identity) else call(previewed, identity)
    if found is None:
        return see_other("imports.progress", identity=identity)
    if [one.code for one in found.errors] == ["open_new_types"]:
        return see_other("imports.answers", identity=identity)
    form, shown = _shown(upload, found)
    form.errors += errors
    return form.page("imports/check.html", upload=upload, **shown)


def was_done(did: ImportResult) -> Response:
    """Lead to the page that says what an import did."""
    return see_other("imports.done", count=did.count, changeset=did.changeset)


def _shown(upload: Upload, foreseen: ImportOutcome) -> tuple[Form, dict[str, Any]]:
    found = {one.oin: one for one in own_registers(Right.KEEP)}
    oin = foreseen.preview.organisation if foreseen.preview else upload.organisation
    names = RegisterNames(oin)
    form, to_mend = corrections_here(upload, foreseen, names)
    reading = foreseen.reading
    plan = _plan(reading, foreseen, names)
    return form, {
        **to_mend,
        "foreseen": foreseen,
        "home": found.get(oin),
        "oin": oin,
        "plan": plan,
        "found": new_finding_lines(foreseen.findings, names),
        "waits": foreseen.preview is not None and foreseen.preview.waits,
        "errors": row_errors(one for one in foreseen.errors if one.code not in ASKED_ABOVE),
        "to_mend": len(row_errors(foreseen.errors) or foreseen.cell_errors),
        "still_asked": _still_asked(foreseen.errors, to_mend),
        "is_open": any(one.code.startswith("open_") or one.code == "no_key" for one in foreseen.errors),
        "cell_errors": foreseen.cell_errors,
        "read": how_file_was_read(reading, names) if reading else None,
        "review": review_text(foreseen.review, names),
        "ended": request.args.get("ended", type=UUID),
    }


def _still_asked(errors: Sequence[RowError], to_mend: Mapping[str, Any]) -> int:
    """Return how much is asked where all that stops a file is a question that the page asks; otherwise 0."""
    asked = {row for one in to_mend["unknown"] for row in one.rows} | {one["error"].row for one in to_mend["powers"]}
    is_asked = (one.code in ASKED_ABOVE or (one.code in OF_WORDS and one.row in asked) for one in errors)
    times = {one.code for one in errors if one.code in ASKED_ABOVE}
    return len(to_mend["unknown"]) + len(to_mend["powers"]) + len(times) if all(is_asked) else 0


def _plan(reading: SheetReading | None, foreseen: ImportOutcome, names: RegisterNames) -> dict[str, Any] | None:
    """Return what a template shows of what would change; from then on what is new is known by name."""
    if foreseen.preview is None:
        return None
    shown = show_preview(installation(), foreseen.preview, plan_slice(), foreseen.codes)
    names.add(shown.named)
    return in_tables(shown, SourceCells(reading) if reading else None)


@imports.post("/<uuid:identity>/drop")
def drop(identity: UUID) -> Response:
    """Forget a file."""
    call(delete_upload, identity)
    return see_other("imports.begin")


@imports.get("/done")
def done() -> Response:
    """Show what was done."""
    changeset = request.args.get("changeset")
    count = request.args.get("count", "0")
    to_changeset = url_for("changes.changeset", identity=changeset) if changeset else None
    number = int(count) if count.isascii() and count.isdigit() and len(count) < len("1000000") else 0
    shown: dict[str, Any] = {"count": number, "changeset": changeset, "to_changeset": to_changeset}
    shown |= _in_the_way(changeset)
    return page("imports/done.html", **shown)


def _in_the_way(changeset: str | None) -> dict[str, Any]:
    """Return what stands in the way of an approval of what was proposed; nothing where it waits no more."""
    if changeset is None:
        return {"proposal": None}
    try:
        identity = UUID(changeset)
    except ValueError as error:
        raise NotFound("There is no such changeset.") from error
    proposal = call(get_changeset, identity)
    expected = call(show_changes, identity, Slice({"table": EXPECTED}, MAX_EXPECTED))
    names = RegisterNames(proposal.organisation).add(expected.named)
    ticked = [one.change.entry for one in expected.page.items]
    try:
        review = call(reviewed, identity)[1]
    except (InvalidInput, Conflict):  # it has been decided, or the register changed: its own page says so
        return {"proposal": None}
    return {"proposal": proposal, "review": review_text(review, names), "form": Form({}), "ticked": ticked}


def spreadsheet(identity: UUID) -> tuple[Upload, Plan, Mapping[str, SheetLayout]]:
    """Return a file that waits, what is made of it, and its sheets; NotFound when it is a register."""
    upload = call(find_upload, identity)
    if upload.plan is None:
        raise NotFound("This file is a register: there is nothing to be said about its columns.")
    return upload, upload.plan, sheets_of(installation(), upload.content, upload.name)
