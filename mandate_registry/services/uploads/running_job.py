"""A job that is worked on in a thread of its own: what is done for it, and what came of it."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import NamedTuple

import structlog

from mandate_registry.errors import RegistryError
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.progress import Cancelled, reporting, step
from mandate_registry.services.uploads.heartbeat import Heartbeat
from mandate_registry.services.uploads.job_results import JobEnd, JobResult
from mandate_registry.services.uploads.jobs import Job, end_job
from mandate_registry.services.uploads.upload_import import UNSAID, ImportReasons, import_upload, preview_import
from mandate_registry.services.uploads.uploads import Task, forget_unreadable, read_first

log = structlog.get_logger()


class ImportOrder(NamedTuple):
    """What an import is to do: what was foreseen by this mark, and why."""

    mark: str = ""
    why: ImportReasons = UNSAID


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A job with all that it takes to carry it out."""

    caller: Caller
    installation: Installation
    job: Job
    order: ImportOrder

    def run(self) -> None:
        """Carry the job out, and keep what came of it."""
        heartbeat = Heartbeat(self.installation.counters, self.job.id)
        try:
            with heartbeat.renewed(), self.installation.turns:
                self._finish(heartbeat)
        finally:
            self.installation.working.pop(self.job.id).set()

    def _finish(self, heartbeat: Heartbeat) -> None:
        try:
            with reporting(heartbeat):
                heartbeat.go_on()
                self._do(heartbeat)
        except Cancelled:
            self._end(JobResult(JobEnd.CANCELLED))
        except Exception as error:  # noqa: BLE001 - it is kept, and raised again for whoever asks
            _log_unforeseen(error, self.job.task)
            self._end(JobResult.of_error(error))

    def _do(self, heartbeat: Heartbeat) -> None:
        if self.job.task is Task.READ:
            return self._end(self._read(heartbeat))
        if self.job.task is Task.FORESEE:
            return self._end(JobResult.foreseen(preview_import(self.caller, self.installation, self.job.upload)))
        with self.installation.one_write() as connection:  # it is done and known to be done, or neither
            preview = import_upload(self.caller, self.installation, self.job.upload, *self.order)
            heartbeat.go_on()
            end_job(connection, self.job.id, JobResult.imported(preview))
        return None

    def _read(self, heartbeat: Heartbeat) -> JobResult:
        """Read the file; one that cannot be read is forgotten."""
        step("reading")
        try:
            read_first(self.caller, self.installation, self.job.upload)
        except InvalidRegister as error:
            with self.installation.writing() as connection:
                forget_unreadable(connection, self.job.upload)
            return JobResult.unreadable(error.errors[0].code)
        heartbeat.go_on()
        return JobResult(JobEnd.READ)

    def _end(self, outcome: JobResult) -> None:
        """Save the result of the job, unless it was given up; what cannot be saved is logged as lost."""
        try:
            with self.installation.writing() as connection:
                end_job(connection, self.job.id, outcome)
        except Cancelled:
            return
        except RegistryError as error:
            log.warning("the outcome of a job could not be kept", task=self.job.task, error=type(error).__name__)


def _log_unforeseen(error: Exception, task: Task) -> None:
    """Log where an error happened that nobody foresaw: not its message, which may bear what a file says."""
    if JobResult.of_error(error).end is JobEnd.BROKEN:
        frames = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
        log.error("unforeseen error", error=type(error).__name__, frames=frames, route=f"job: {task}")
