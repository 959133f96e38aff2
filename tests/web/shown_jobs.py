"""Jobs as pages show them, without anybody who works on them."""

from __future__ import annotations

from uuid import UUID

from mandate_registry.cli.demo_data import PEOPLE
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.rate_limits import BUSY_TIMEOUT_SECONDS
from mandate_registry.services.uploads.heartbeat import ALIVE_SECONDS, CODES
from mandate_registry.services.uploads.jobs import Job, begin_job
from mandate_registry.services.uploads.uploads import Task
from tests.support.demo import WIERDENLAND

CALLERS = {
    Role.HR: Caller((Role.HR,), WIERDENLAND, person=PEOPLE[Role.HR]),
    Role.ADMINISTRATOR: Caller((Role.ADMINISTRATOR,), person=PEOPLE[Role.ADMINISTRATOR]),
}


def upload_of(address: str) -> UUID:
    """Return which file an address of its pages is about."""
    return UUID(address.split("/")[3])


def begun(installation: Installation, address: str, task: Task = Task.IMPORT, role: Role = Role.HR) -> Job:
    """Have a job on a file whose page has this address, begun by the person of a role who sent it."""
    job, is_new = begin_job(CALLERS[role], installation, upload_of(address), task, lambda _connection, _job: False)
    assert is_new
    return job


def has_status(installation: Installation, job: Job, step: str, done: int, total: int) -> None:
    """Have a job be at a step, as its heartbeat says."""
    values = {"at": CODES.index(step) + 1, "of": done, "in": total}
    installation.counters.put(
        {f"job {job.id} {name}": value for name, value in values.items()}, ALIVE_SECONDS + BUSY_TIMEOUT_SECONDS
    )


def lost(installation: Installation, job: Job) -> None:
    """Have the process of a job end."""
    installation.counters.clear(f"job {job.id} at")
