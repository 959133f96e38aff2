"""How far long work on a file is: the page looks again by itself, and the work can be stopped on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from mandate_registry.services.uploads.heartbeat import JobStatus
from mandate_registry.services.uploads.job_results import ImportResult, JobEnd, JobResult
from mandate_registry.services.uploads.job_runner import Progress, cancel, progress
from mandate_registry.services.uploads.uploads import Task
from mandate_registry.view_context import call
from mandate_registry.web.context import page, see_other
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.imports.import_pages import imports, was_done
from mandate_registry.web.language import chosen, lazy
from mandate_registry.web.language import gettext as _

AGAIN = "2"
"""After how many seconds a browser looks again."""
WHAT = {
    Task.READ: lazy("Reading the file"),
    Task.FORESEE: lazy("Finding out what this file would do"),
    Task.IMPORT: lazy("Making the proposal"),
}
STEPS = {
    "waiting": lazy("It waits for its turn."),
    "reading": lazy("The file is being read."),
    "merging": lazy("The rows of the file are put beside those of the register."),
    "comparing": lazy("The file is compared with the register."),
    "impact": lazy("What it would do to your own powers is looked at."),
    "looking": lazy("The changes are looked through for what stands out."),
    "reviewing": lazy("It is looked at who may approve it, and which expected checks would turn."),
    "writing": lazy("The changes are being written."),
    "recording": lazy("The changes are being recorded in the log."),
}
"""What is being done, by its code."""


@imports.get("/<uuid:identity>/progress", endpoint="progress")
def show(identity: UUID) -> Response:
    """Show the progress of a job, and redirect when it is done."""
    found = call(progress, identity)
    if found.job.outcome:
        return _ended(found, found.job.outcome)
    shown = page("imports/progress.html", found=found, what=WHAT[found.job.task], **_told(found.status))
    shown.headers["Refresh"] = AGAIN
    return shown


def _told(status: JobStatus | None) -> dict[str, Any]:
    """Return the current step of a job, and how much of it is done if known."""
    if status is None:
        return {"now": STEPS["waiting"]}
    write = Formatter(chosen())
    so_far = write.number(status.done) if status.done else ""
    if status.total:
        so_far = _("%(done)s of %(total)s", done=write.number(status.done), total=write.number(status.total))
    return {"now": STEPS[status.step], "so_far": so_far, "done": status.done, "total": status.total}


def _ended(found: Progress, outcome: JobResult) -> Response:
    """Lead to what came of a job, raise what ended it, or say that nothing came of it."""
    if outcome.end in (JobEnd.CANCELLED, JobEnd.LOST):
        return page("imports/stopped.html", found=found, is_lost=outcome.end is JobEnd.LOST)
    if found.job.task is Task.READ:
        return see_other("imports.resume", identity=found.job.upload)
    if outcome.end is JobEnd.FORESEEN:
        return see_other("imports.check", identity=found.job.upload)
    result = outcome.result()
    assert isinstance(result, ImportResult)  # noqa: S101 - what ended otherwise has raised its error
    return was_done(result)


@imports.post("/<uuid:identity>/stop")
def stop(identity: UUID) -> Response:
    """Stop what is being done with a file; what was written for it is undone."""
    call(cancel, identity)
    return see_other("imports.progress", identity=identity)
