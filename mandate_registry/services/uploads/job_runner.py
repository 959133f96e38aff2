"""Working on a file that waits, in a thread of its own: what takes long outlives the request that asked for it."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import Connection

from mandate_registry.errors import RegistryError
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.progress import Cancelled, reporting, step
from mandate_registry.services.uploads.heartbeat import Heartbeat, JobStatus
from mandate_registry.services.uploads.import_outcome import ImportOutcome
from mandate_registry.services.uploads.job_results import ImportResult, JobEnd, JobResult
from mandate_registry.services.uploads.jobs import Job, basis, begin_job, end_job, find_job, settled_job
from mandate_registry.services.uploads.upload_import import UNSAID, ImportReasons, import_upload, preview_import
from mandate_registry.services.uploads.uploads import Task, forget_unreadable, read_first, read_upload

log = structlog.get_logger()

WAIT_SECONDS = 1.0
"""For so many seconds a request waits for a job: what is done by then needs no page that says how far it is."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; `status` is None once it has ended. `is_cancelled`: it has been told to stop."""

    job: Job
    status: JobStatus | None
    is_cancelled: bool = False


def was_read(caller: Caller, installation: Installation, upload: UUID) -> bool:
    """Return True if a file has been read; reading a large one begins here, and False is while that lasts.

    Raise InvalidInput where it cannot be read, NotFound when there is no such file.
    """
    with installation.reading() as connection:
        job = find_job(caller, connection, upload, Task.READ)
        is_refused = job is not None and job.outcome is not None and job.outcome.end is JobEnd.REFUSED
        if not is_refused and read_upload(caller, connection, upload).is_read:
            return True
    outcome = _joined(caller, installation, upload, Task.READ, _is_readable).outcome
    if outcome:
        outcome.result()
    return outcome is not None and outcome.end is JobEnd.READ


def previewed(caller: Caller, installation: Installation, upload: UUID) -> ImportOutcome | None:
    """Return what a file would do to the register as it is now; None while that is being found out.

    It is found out once for a plan of the file and a version of the register. Raise what `foresee` does.
    """
    job = _joined(caller, installation, upload, Task.FORESEE, _is_of_now)
    found = installation.remembered.get("foreseen", job.id, job.outcome.result) if job.outcome else None
    return found if isinstance(found, ImportOutcome) else None


class ImportOrder(NamedTuple):
    """What an import is to do: what was foreseen by this mark, and why."""

    mark: str = ""
    why: ImportReasons = UNSAID


def imported(
    caller: Caller, installation: Installation, upload: UUID, mark: str, why: ImportReasons = UNSAID
) -> ImportResult | None:
    """Import a file as `import_upload` does, and return what was done; None while it is being done.

    While it is, or once it has been done, asking again imports nothing again. Raise what `import_upload` does.
    """
    job = _joined(caller, installation, upload, Task.IMPORT, _is_done, ImportOrder(mark, why))
    found = job.outcome.result() if job.outcome else None
    return found if isinstance(found, ImportResult) else None


def progress(caller: Caller, installation: Installation, upload: UUID) -> Progress:
    """Return how far the newest job on a file is; NotFound when there is none."""
    job = settled_job(caller, installation, upload, *Task)
    if job.outcome:
        return Progress(job, None)
    heartbeat = Heartbeat(installation.counters, job.id)
    return Progress(job, heartbeat.read(), heartbeat.is_cancelled)


def cancel(caller: Caller, installation: Installation, upload: UUID) -> None:
    """Have the newest job on a file (the identity of the upload) stopped; one that has ended stays as it is.

    Raise NotFound if there is none, or the file is somebody else's.
    """
    Heartbeat(installation.counters, settled_job(caller, installation, upload, *Task).id).cancel()


def is_importing(caller: Caller, installation: Installation, upload: UUID) -> bool:
    """Return True if a file is being imported now."""
    with installation.reading() as connection:
        job = find_job(caller, connection, upload, Task.IMPORT)
    return job is not None and job.outcome is None and Heartbeat(installation.counters, job.id).read() is not None


def was_previewed(caller: Caller, installation: Installation, upload: UUID) -> bool:
    """Return True if it was asked what a file would do, with this plan or an earlier one."""
    with installation.reading() as connection:
        return find_job(caller, connection, upload, Task.FORESEE) is not None


def _is_of_now(connection: Connection, job: Job) -> bool:
    """Return True if what a job found out, or will, is what its file would do now."""
    is_good = job.outcome is None or job.outcome.end is JobEnd.FORESEEN
    return is_good and job.basis == basis(connection, job.upload)


def _is_readable(_connection: Connection, job: Job) -> bool:
    """Return True if a job reads its file, did, or found that it cannot be read."""
    return job.outcome is None or job.outcome.end in (JobEnd.READ, JobEnd.REFUSED)


def _is_done(_connection: Connection, job: Job) -> bool:
    """Return True if a job imports its file, or did."""
    return job.outcome is None or job.outcome.end is JobEnd.IMPORTED


def _joined(
    caller: Caller,
    installation: Installation,
    upload: UUID,
    task: Task,
    is_good: Callable[[Connection, Job], bool],
    order: ImportOrder | None = None,
) -> Job:
    """Return the job that does this with a file, started if none is alive; waits for its end, WAIT_SECONDS at most."""

    def is_alive(connection: Connection, job: Job) -> bool:
        lives = job.outcome is not None or Heartbeat(installation.counters, job.id).read() is not None
        return lives and is_good(connection, job)

    with installation.reading() as connection:
        job = find_job(caller, connection, upload, task)
        is_there = job is not None and is_alive(connection, job)
    if job is None or not is_there:
        job, is_new = begin_job(caller, installation, upload, task, is_alive)
        if is_new:
            _start(_RunningJob(caller, installation, job, order or ImportOrder()))
    return _awaited(caller, installation, job)


def _start(work: _RunningJob) -> None:
    work.installation.working[work.job.id] = threading.Event()
    threading.Thread(target=work.run, name=f"job {work.job.id}", daemon=True).start()


def _awaited(caller: Caller, installation: Installation, job: Job) -> Job:
    """Return a job as it is when it has ended, or at most WAIT_SECONDS later; one of another process as it is now."""
    if job.outcome is not None:
        return job
    if has_ended := installation.working.get(job.id):  # else it has ended by now, or another process has it
        has_ended.wait(WAIT_SECONDS)
    with installation.reading() as connection:
        return find_job(caller, connection, job.upload, job.task) or job


@dataclass(frozen=True, slots=True)
class _RunningJob:
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
