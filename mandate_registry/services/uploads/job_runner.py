"""Working on a file that waits, in a thread of its own: what takes long outlives the request that asked for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.uploads.heartbeat import Heartbeat, JobStatus
from mandate_registry.services.uploads.import_outcome import ImportOutcome
from mandate_registry.services.uploads.job_results import ImportResult, JobEnd
from mandate_registry.services.uploads.jobs import Job, basis, begin_job, find_job, settled_job
from mandate_registry.services.uploads.running_job import ImportOrder, RunningJob
from mandate_registry.services.uploads.upload_import import UNSAID, ImportReasons
from mandate_registry.services.uploads.uploads import Task, read_upload

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
            _start(RunningJob(caller, installation, job, order or ImportOrder()))
    return _awaited(caller, installation, job)


def _start(work: RunningJob) -> None:
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
