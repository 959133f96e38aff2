"""Jobs: long work on a file that waits. They are kept, so that every process can tell what came of one.

A file has one job of each task at a time. What came of a job is written once: by whoever carries it out, or by whoever
finds that it has no heartbeat any more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from mandate_registry.errors import NotFound
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets.plans import beginning_of_today
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Right
from mandate_registry.services.progress import Cancelled
from mandate_registry.services.register.version_state import STATE, name_of
from mandate_registry.services.uploads.heartbeat import Heartbeat
from mandate_registry.services.uploads.job_results import JobEnd, JobResult
from mandate_registry.services.uploads.uploads import RETENTION, Task, read_upload
from models import jobs, registers, uploads


@dataclass(frozen=True, slots=True)
class Job:
    """Long work on a file; `basis` is a digest of what it was begun for, `outcome` is None until it has ended."""

    id: UUID
    upload: UUID
    task: Task
    basis: str
    outcome: JobResult | None
    made_at: datetime


def find_job(caller: Caller, connection: Connection, upload: UUID, *tasks: Task) -> Job | None:
    """Return the newest job of these tasks on a file; None when there is none that is the caller's."""
    its = (jobs.c.upload_id == upload, jobs.c.task.in_(tasks), jobs.c.owner == caller.actor)
    wanted = select(jobs).where(*its, jobs.c.made_at > now() - RETENTION).order_by(jobs.c.made_at.desc()).limit(1)
    row = connection.execute(wanted).mappings().one_or_none()
    return _as_job(row) if row and caller.may(Right.KEEP, row["organisation"]) else None


def begin_job(
    caller: Caller, installation: Installation, upload: UUID, task: Task, is_good: Callable[[Connection, Job], bool]
) -> tuple[Job, bool]:
    """Start a job unless a live one exists. Returns it and whether it is new; raises NotFound without a file."""
    with installation.writing() as connection:
        connection.execute(select(uploads.c.id).where(uploads.c.id == upload).with_for_update())
        file = read_upload(caller, connection, upload)
        there = find_job(caller, connection, upload, task)
        if there and is_good(connection, there):
            return there, False
        if there:  # nobody wants it any more
            Heartbeat(installation.counters, there.id).cancel()
        connection.execute(delete(jobs).where(jobs.c.upload_id == upload, jobs.c.task == task))
        made = Job(uuid4(), upload, task, basis(connection, upload), None, now())
        Heartbeat(installation.counters, made.id).beat()
        values = {"id": made.id, "upload_id": upload, "task": task, "basis": made.basis, "made_at": made.made_at}
        connection.execute(insert(jobs).values(owner=caller.actor, organisation=file.organisation, **values))
    return made, True


def end_job(connection: Connection, job: UUID, outcome: JobResult) -> None:
    """Save the result of a job. Raises Cancelled if the job was given up or its file is gone."""
    its = (jobs.c.id == job, jobs.c.outcome.is_(None))
    if not connection.execute(update(jobs).where(*its).values(outcome=outcome.as_text())).rowcount:
        raise Cancelled


def settled_job(caller: Caller, installation: Installation, upload: UUID, *tasks: Task) -> Job:
    """Return the newest job on a file, given up when it has no heartbeat; NotFound when there is none."""
    with installation.reading() as connection:
        job = find_job(caller, connection, upload, *tasks)
    if job and job.outcome is None and Heartbeat(installation.counters, job.id).read() is None:
        with installation.writing() as connection:
            lost = update(jobs).where(jobs.c.id == job.id, jobs.c.outcome.is_(None))
            connection.execute(lost.values(outcome=JobResult(JobEnd.LOST).as_text()))
            job = find_job(caller, connection, upload, *tasks)
    if job is None:
        raise NotFound("Nothing is being done with such a file.")
    return job


def basis(connection: Connection, upload: UUID) -> str:
    """Return a digest of all on which it depends what a file would do: its plan, what the registers say, and the day.

    A file that is a register says itself whose it is, so that every register counts. NotFound when there is no file.
    """
    row = connection.execute(select(uploads.c.organisation, uploads.c.plan).where(uploads.c.id == upload)).one_or_none()
    if row is None:
        raise NotFound("There is no such file.")
    versions = select(registers.c.id, registers.c.version, STATE).order_by(registers.c.id)
    if row.plan is not None:
        versions = versions.where(registers.c.oin == row.organisation)
    found = [(one.id, name_of(one.version, one.state)) for one in connection.execute(versions)]
    days = [beginning_of_today(connection, register).isoformat() for register, _ in found]
    return hashlib.sha256(json.dumps([row.plan, found, days]).encode()).hexdigest()


def _as_job(row: RowMapping) -> Job:
    outcome = None if row["outcome"] is None else JobResult.of(row["outcome"])
    return Job(row["id"], row["upload_id"], Task(row["task"]), row["basis"], outcome, row["made_at"])
