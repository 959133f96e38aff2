"""Long work on a file is done once, says how far it is, can be stopped, and its end is known to every process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import structlog

from mandate_registry import bootstrap
from mandate_registry.errors import NotFound, Stale
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.progress import Cancelled
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.uploads import job_runner, running_job
from mandate_registry.services.uploads.heartbeat import JobStatus
from mandate_registry.services.uploads.import_outcome import ImportOutcome
from mandate_registry.services.uploads.job_results import ImportResult, JobEnd, JobFailed, JobResult
from mandate_registry.services.uploads.job_runner import cancel, imported, is_importing, previewed, progress
from mandate_registry.services.uploads.jobs import end_job
from tests.services.concurrency import at_once
from tests.services.files import HR, employees, mark, sent, waited_for
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.support.progress import ended, held
from tests.support.settings import settings_of

pytestmark = [pytest.mark.either_database, pytest.mark.slow]


@pytest.fixture
def town(installation: Installation) -> Iterator[Installation]:
    yield from waited_for(installation)


def lose(town: Installation, upload: Any) -> None:
    """Have a job of a process that ended: nobody works on it, and its heartbeat has lapsed."""
    town.counters.clear(f"job {progress(HR, town, upload).job.id} at")


# Importing


@pytest.mark.each_database
def test_an_import_is_done_once_and_what_it_did_stays_known(town: Installation) -> None:
    upload = sent(town)
    shown = previewed(HR, town, upload)
    assert shown
    assert imported(HR, town, upload, shown.mark) == ImportResult(2, None)
    after = employees(town)
    assert imported(HR, town, upload, shown.mark) == ImportResult(2, None)
    assert progress(HR, town, upload).job.outcome == JobResult(JobEnd.IMPORTED, "[2, null]")
    assert employees(town) == after
    with pytest.raises(NotFound):
        previewed(HR, town, upload)


def test_a_proposal_names_its_changeset(town: Installation) -> None:
    upload = sent(town, b"Mandaatnummer;Instructies\nWL-1.1;Vraag het eerst.\n", "mandaten.csv")
    done = imported(HR, town, upload, mark(town, upload))
    assert done
    assert (done.count, done.changeset is None) == (1, False)


def test_while_it_runs_it_is_one_job_that_says_how_far_it_is(town: Installation) -> None:
    upload = sent(town)
    known = mark(town, upload)
    with held(town, "writing"):
        assert imported(HR, town, upload, known) is None
        first = progress(HR, town, upload)
        assert first.status == JobStatus("writing")
        assert is_importing(HR, town, upload)
        assert imported(HR, town, upload, known) is None
        assert progress(HR, town, upload).job == first.job
        assert len(town.working) == 1
    assert not is_importing(HR, town, upload)
    assert imported(HR, town, upload, known) == ImportResult(2, None)


@pytest.mark.each_database
def test_another_process_tells_how_far_it_is_and_stops_it(town: Installation, database: str) -> None:
    upload = sent(town)
    known = mark(town, upload)
    other = bootstrap.build(settings_of(database))
    with held(town, "writing"):
        imported(HR, town, upload, known)
        assert progress(HR, other, upload).status == JobStatus("writing")
        assert imported(HR, other, upload, known) is None
        cancel(HR, other, upload)
    assert progress(HR, other, upload).job.outcome == JobResult(JobEnd.CANCELLED)
    assert imported(HR, other, upload, known) == ImportResult(2, None)
    assert imported(HR, town, upload, known) == ImportResult(2, None)
    other.close()


@pytest.mark.each_database
def test_of_two_who_ask_at_once_one_begins(town: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    upload, begun, start = sent(town), [], job_runner._start  # noqa: SLF001 - what begins a thread is counted

    def counted(work: Any) -> None:
        begun.append(work)
        start(work)

    monkeypatch.setattr(job_runner, "_start", counted)
    first, second = at_once(*(lambda: previewed(HR, town, upload) for _ in range(2)))
    ended(town)
    assert len(begun) == 1
    assert isinstance(first or second, ImportOutcome)


def test_one_that_ends_before_anybody_waits_for_it_is_seen_to_have_ended(
    town: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = job_runner._start  # noqa: SLF001 - the thread is to end before anybody looks for it

    def start_and_end(work: Any) -> None:
        start(work)
        ended(town)

    monkeypatch.setattr(job_runner, "_start", start_and_end)
    assert previewed(HR, town, sent(town))


@pytest.mark.each_database
def test_who_reads_is_answered_while_a_file_is_imported(town: Installation) -> None:
    upload = sent(town)
    before, known = employees(town), mark(town, upload)
    with held(town, "recording"):
        imported(HR, town, upload, known)
        assert employees(town) == before
    assert employees(town) != before


# Its end


@pytest.mark.parametrize("at", ["reading", "comparing", "impact", "writing", "recording"])
def test_one_that_is_stopped_leaves_the_register_as_it_was(town: Installation, at: str) -> None:
    upload = sent(town)
    before, known = export_register(HR, town, WIERDENLAND), mark(town, upload)
    with held(town, at):
        imported(HR, town, upload, known)
        cancel(HR, town, upload)
        assert progress(HR, town, upload).is_cancelled
    assert progress(HR, town, upload).job.outcome == JobResult(JobEnd.CANCELLED)
    assert export_register(HR, town, WIERDENLAND) == before
    assert imported(HR, town, upload, known) == ImportResult(2, None)


def test_one_that_was_done_is_not_stopped_any_more(town: Installation) -> None:
    upload = sent(town)
    assert imported(HR, town, upload, mark(town, upload))
    cancel(HR, town, upload)
    assert progress(HR, town, upload).job.outcome == JobResult(JobEnd.IMPORTED, "[2, null]")


@pytest.mark.each_database
def test_one_whose_process_ended_is_told_and_can_be_begun_again(
    town: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = sent(town)
    known = mark(town, upload)
    with monkeypatch.context() as dead:
        dead.setattr(job_runner, "_start", lambda _: None)
        assert imported(HR, town, upload, known) is None
    assert is_importing(HR, town, upload)
    lose(town, upload)
    lost = progress(HR, town, upload).job
    assert lost.outcome == JobResult(JobEnd.LOST)
    with pytest.raises(Cancelled), town.writing() as connection:
        end_job(
            connection, lost.id, JobResult(JobEnd.IMPORTED, "[2, null]")
        )  # it lived after all, and must not say so now
    assert imported(HR, town, upload, known) == ImportResult(2, None)


def test_what_refuses_it_is_raised_for_who_asks_and_it_may_be_tried_again(town: Installation) -> None:
    upload = sent(town)
    for _ in range(2):
        with pytest.raises(Stale, match="would now do something else"):
            imported(HR, town, upload, "other")
    assert imported(HR, town, upload, mark(town, upload)) == ImportResult(2, None)


def test_what_nobody_foresaw_is_logged_where_it_happened_and_raised(
    town: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("W-900")

    upload = sent(town)
    monkeypatch.setattr(running_job, "preview_import", fail)
    with structlog.testing.capture_logs() as logs, pytest.raises(JobFailed):
        previewed(HR, town, upload)
    (logged,) = logs
    told = (logged["event"], logged["error"], logged["route"])
    assert told == ("unforeseen error", "ZeroDivisionError", "job: foresee")
    assert "test_jobs.py" in logged["frames"][-1]
    assert "W-900" not in str(logged)


def test_a_job_is_of_who_began_it_alone(town: Installation) -> None:
    upload = sent(town)
    assert previewed(HR, town, upload)
    others = (replace(HR, person="Geert"), replace(HR, organisation=DUINRAND), replace(HR, roles=(Role.AUDITOR,)))
    for other in (*others, COMMAND_LINE):
        for use in (progress, cancel, previewed):
            with pytest.raises(NotFound):
                use(other, town, upload)
        with pytest.raises(NotFound):
            imported(other, town, upload, "")
    with pytest.raises(NotFound):
        progress(HR, town, uuid4())
