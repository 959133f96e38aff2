"""What a file would do is found out once for a plan, a register and a day, and kept as it was found."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
import time_machine

from mandate_registry.errors import Conflict, NotFound
from mandate_registry.register_folder.column_notation import Notation
from mandate_registry.register_folder.sheet.left_out import LeftOut, RowCount
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.read_as import CorrectedCell, SheetReading
from mandate_registry.register_folder.writer import write_zip
from mandate_registry.services.approval.shown_plan import show_preview
from mandate_registry.services.changesets.planned_change import PlannedChange
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.progress import reporting
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.uploads import running_job
from mandate_registry.services.uploads.heartbeat import Heartbeat
from mandate_registry.services.uploads.import_outcome import ImportOutcome
from mandate_registry.services.uploads.job_runner import imported, previewed, progress
from mandate_registry.services.uploads.jobs import basis
from mandate_registry.services.uploads.upload_import import import_upload, preview_import
from mandate_registry.services.uploads.uploads import delete_upload, plan_upload, save_upload
from tests.services.files import HR, STAFF, fill, mark, sent, waited_for
from tests.support.demo import WIERDENLAND
from tests.support.progress import Heard, held

pytestmark = [pytest.mark.either_database, pytest.mark.slow]


@pytest.fixture
def town(installation: Installation) -> Iterator[Installation]:
    yield from waited_for(installation)


def zipped(town: Installation, table: str, **changed: Any) -> bytes:
    """Return the register with the first entry of a table changed."""
    register, stream = export_register(HR, town, WIERDENLAND), io.BytesIO()
    first, *rest = register.tables[table]
    tables = register.tables | {table: [replace(first, **changed), *rest]}
    write_zip(replace(register, tables=tables), stream)
    return stream.getvalue()


def test_what_is_reported_of_a_file_has_its_order(town: Installation) -> None:
    upload = sent(town)
    with reporting(seen := Heard()):
        found = preview_import(HR, town, upload)
    with reporting(done := Heard()):
        import_upload(HR, town, upload, found.mark)
    common = ["reading", "merging", "comparing", "impact"]
    assert seen.steps == [*common, "looking", "reviewing"]
    assert done.steps == [*common, "writing", "recording"]
    assert seen.counts["looking"][-1] == (2, 2)
    assert done.counts["writing"][-1] == (2, 2)


def alike(found: ImportOutcome | None, direct: ImportOutcome) -> None:
    """Hold what was kept against what is foreseen now, field by field; an identity that is new is another each time."""
    assert found is not None
    for one in fields(ImportOutcome):
        if one.name == "codes":
            continue
        kept, wanted = getattr(found, one.name), getattr(direct, one.name)
        if isinstance(wanted, Conflict):
            kept, wanted = (str(kept), kept.errors), (str(wanted), wanted.errors)
        assert kept == wanted, one.name
    if found.preview and direct.preview:
        assert list(map(said, found.preview.changes)) == list(map(said, direct.preview.changes))
        kept, wanted = (
            [one.codes.get(change.id) for change in (one.preview.changes if one.preview else ())]
            for one in (found, direct)
        )
        assert kept == wanted


def said(change: PlannedChange) -> tuple[Any, ...]:
    return change.kind, change.table, change.key, change.fact, change.from_row, change.from_version


@pytest.mark.each_database
def test_what_is_kept_is_what_was_foreseen(town: Installation) -> None:
    register = sent(town, zipped(town, "employees", name="Hendrikje TOLSMA"), "register.zip")
    mandates = sent(town, zipped(town, "mandates", instructions="Vraag het eerst."), "register.zip")
    refused = sent(town, zipped(town, "bodies", position="gemeentesecretaris"), "register.zip")
    broken, wrong = sent(town, b"no zip", "register.zip"), sent(town, STAFF.replace(b"1-3-2096", b"maart"))
    for upload in (register, mandates, refused, broken, wrong):
        alike(previewed(HR, town, upload), preview_import(HR, town, upload))
    found = [preview_import(HR, town, one) for one in (register, mandates, refused, broken, wrong)]
    assert [one.preview is not None for one in found] == [True, True, False, False, False]
    assert [one.preview.waits for one in found if one.preview] == [False, True]
    assert [bool(one.refusal or one.cell_errors or one.errors) for one in found] == [False, False, True, True, True]


@pytest.mark.parametrize("wanted", [{}, {"warning": "no_limit"}, {"warning": "other"}, {"kind": "added"}])
def test_what_stands_out_is_shown_of_what_is_kept_as_of_what_is_found_out(
    town: Installation, wanted: dict[str, str]
) -> None:
    rows = b"Mandaatnummer;Grens\nWL-1.1;\nWL-1.2;\nWL-4.1;\n"
    found = previewed(HR, town, sent(town, rows, "mandaten.csv"))
    assert found
    assert found.preview
    assert "no_limit" in {code for codes in found.codes.values() for code in codes}
    kept, direct = (show_preview(town, found.preview, Slice(wanted, 2), codes) for codes in (found.codes, None))
    assert kept == direct
    assert kept.page.items or wanted in ({"warning": "other"}, {"kind": "added"})


def test_what_is_kept_is_not_found_out_again(town: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = sent(town)
    first = previewed(HR, town, upload)
    monkeypatch.setattr(running_job, "preview_import", lambda *_: pytest.fail("it is known"))
    second = previewed(HR, town, upload)
    assert first
    assert second
    assert first == second
    assert first.preview
    assert second.preview
    assert [one.id for one in first.preview.changes] == [one.id for one in second.preview.changes]


def test_it_is_found_out_again_when_the_plan_or_the_register_is_another(town: Installation) -> None:
    upload = save_upload(HR, town, WIERDENLAND, "personeel.csv", STAFF)
    assert upload.plan
    first = previewed(HR, town, upload.id)
    plan_upload(HR, town, upload.id, replace(upload.plan, is_complete=True))
    complete = previewed(HR, town, upload.id)
    assert first
    assert complete
    assert first.mark != complete.mark
    plan_upload(HR, town, upload.id, upload.plan)
    other = sent(town, STAFF.replace(b"W-900", b"W-901"))
    assert imported(HR, town, other, mark(town, other))
    last = previewed(HR, town, upload.id)
    assert last
    assert last.preview
    assert last.preview.tables == {"employees": {"added": ["W-900"], "changed": [], "ended": []}}


def test_what_is_foreseen_is_foreseen_of_a_day(installation: Installation) -> None:
    with time_machine.travel("2026-02-28T08:00Z"):
        fill(installation)
        upload = sent(installation)
    found = []
    for moment in ("2026-03-01T08:00Z", "2026-03-01T22:59Z", "2026-03-01T23:01Z"):
        with time_machine.travel(moment), installation.reading() as connection:
            found.append(basis(connection, upload))
    assert [one == found[0] for one in found] == [True, True, False]


def test_what_was_foreseen_of_an_earlier_plan_is_stopped(town: Installation) -> None:
    upload = save_upload(HR, town, WIERDENLAND, "personeel.csv", STAFF)
    assert upload.plan
    with held(town, "merging"):
        previewed(HR, town, upload.id)
        old = progress(HR, town, upload.id).job
        plan_upload(HR, town, upload.id, replace(upload.plan, is_complete=True))
        previewed(HR, town, upload.id)
        assert Heartbeat(town.counters, old.id).is_cancelled
        assert progress(HR, town, upload.id).job != old
    alike(previewed(HR, town, upload.id), preview_import(HR, town, upload.id))


@pytest.mark.each_database
def test_what_was_foreseen_goes_with_its_file(town: Installation) -> None:
    upload = sent(town)
    assert previewed(HR, town, upload)
    delete_upload(HR, town, upload)
    with pytest.raises(NotFound):
        progress(HR, town, upload)


def test_how_a_file_was_read_is_kept() -> None:
    left = LeftOut(("Kleur",), RowCount(2, (3, 4)), why={"hidden": RowCount(1, (5,))})
    mended = (CorrectedCell(2, "Tot", "", "1-1-2027", "31-12-2026"),)
    where = {("mandates", "1"): 2}
    reading = SheetReading(
        Plan("x", "mandates"), {"max_amount": Notation.COMMA}, left, where, {2: {3: "tot 5"}}, mended
    )
    kept = json.loads(json.dumps(ImportOutcome(mark="x", reading=reading).as_plain()))
    assert ImportOutcome.of(kept) == ImportOutcome(mark="x", reading=reading)
