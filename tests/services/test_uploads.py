"""A spreadsheet waits for whoever sent it, and comes to the register as he saw it would."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from mandate_registry.config import ROOT
from mandate_registry.errors import Forbidden, NotFound, Stale
from mandate_registry.register_folder import InvalidRegister, read_register
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register, pack
from mandate_registry.services.transfer.register_import import import_register
from mandate_registry.services.uploads.upload_import import import_upload, preview_import
from mandate_registry.services.uploads.uploads import delete_upload, find_upload, list_uploads, plan_upload, save_upload
from models import uploads
from tests.support.demo import DUINRAND, WIERDENLAND

pytestmark = [pytest.mark.either_database, pytest.mark.slow]

HR = Caller((Role.HR,), WIERDENLAND, person="Hiltje")
COLLEAGUE = replace(HR, person="Geert")
STAFF = (
    b"Personeelsnummer;Naam;E-mail;Datum in dienst\n"
    b"W-001;Hendrikje Tolsma;h.tolsma@wierdenland.example;1-1-2024\nW-900;Aad Nieuw;;1-3-2096\n"
)
MANDATES = b"Mandaatnummer;Instructies\nWL-1.1;Vraag het eerst.\n"


@pytest.fixture
def town(installation: Installation) -> Installation:
    import_register(COMMAND_LINE, installation, read_register(ROOT / "data/sample/wierdenland"))
    return installation


def sent(town: Installation, content: bytes = STAFF, **changed: Any) -> Any:
    upload = save_upload(HR, town, WIERDENLAND, "c:\\hr\\personeel.csv", content)
    if not (changed and upload.plan):
        return upload
    return plan_upload(HR, town, upload.id, replace(upload.plan, **changed))


def employees(town: Installation) -> list[Any]:
    return list(export_register(HR, town, WIERDENLAND).tables["employees"])


def count(town: Installation) -> int:
    with town.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(uploads)) or 0)


def test_a_list_of_employees_changes_them_alone_and_as_foreseen(town: Installation) -> None:
    before = export_register(HR, town, WIERDENLAND)
    upload = sent(town)
    foreseen = preview_import(HR, town, upload.id)
    expected = {"employees": {"added": ["W-900"], "changed": ["W-001"], "ended": []}}
    assert (foreseen.preview.tables if foreseen.preview else None, foreseen.errors) == (expected, [])
    assert export_register(HR, town, WIERDENLAND) == before
    assert import_upload(HR, town, upload.id, foreseen.mark).tables == expected
    after = export_register(HR, town, WIERDENLAND)
    assert {name for name, facts in after.tables.items() if facts != before.tables[name]} == {"employees"}
    assert after.expectations == before.expectations
    assert count(town) == 0


def test_a_list_that_is_complete_ends_who_it_does_not_list_and_nothing_else(town: Installation) -> None:
    foreseen = preview_import(HR, town, sent(town, is_complete=True).id)
    working = {one.number for one in employees(town) if not one.valid.is_over(now())}
    assert foreseen.preview
    assert foreseen.preview.tables.keys() == {"employees"}
    assert set(foreseen.preview.tables["employees"]["ended"]) == working - {"W-001"}


def test_mandates_wait_for_somebody_else(town: Installation) -> None:
    upload = sent(town, MANDATES)
    foreseen = preview_import(HR, town, upload.id)
    done = import_upload(HR, town, upload.id, foreseen.mark)
    assert done.tables == {"mandates": {"added": [], "changed": ["WL-1.1"], "ended": []}}
    assert done.changeset


def test_what_is_not_as_it_was_foreseen_is_not_done(town: Installation) -> None:
    upload = sent(town)
    mark = preview_import(HR, town, upload.id).mark
    other = sent(town, STAFF.replace(b"W-900", b"W-901"))
    import_upload(HR, town, other.id, preview_import(HR, town, other.id).mark)
    with pytest.raises(Stale):
        import_upload(HR, town, upload.id, mark)
    assert {one.number for one in employees(town)} & {"W-900"} == set()
    assert count(town) == 1  # it waits to be looked at again


def test_a_file_is_seen_by_who_sent_it_alone(town: Installation) -> None:
    upload = sent(town)
    assert [one.id for one in list_uploads(HR, town)] == [upload.id]
    assert find_upload(HR, town, upload.id).name == "personeel.csv"
    for other in (COLLEAGUE, COMMAND_LINE, replace(HR, organisation=DUINRAND), replace(HR, roles=(Role.AUDITOR,))):
        assert list_uploads(other, town) == []
        for use in (find_upload, delete_upload, preview_import):
            with pytest.raises(NotFound):
                use(other, town, upload.id)
        with pytest.raises(NotFound):
            import_upload(other, town, upload.id, "")
    assert count(town) == 1


def test_who_does_not_keep_the_register_sends_nothing(town: Installation) -> None:
    for role in (Role.AUDITOR, Role.APPROVER, Role.HOLDER, Role.PARTNER):
        with pytest.raises(Forbidden):
            save_upload(replace(HR, roles=(role,)), town, WIERDENLAND, "x.csv", STAFF)
    with pytest.raises(Forbidden):
        save_upload(HR, town, DUINRAND, "x.csv", STAFF)
    with pytest.raises(NotFound):
        save_upload(COMMAND_LINE, town, DUINRAND, "x.csv", STAFF)


def test_it_waits_for_a_day_and_no_longer(town: Installation) -> None:
    upload = sent(town)
    with time_machine.travel(now() + timedelta(days=1, minutes=1), tick=False):
        with pytest.raises(NotFound):
            find_upload(HR, town, upload.id)
        sent(town)
        assert count(town) == 1
    delete_upload(HR, town, list_uploads(HR, town)[0].id)
    assert count(town) == 0


def test_only_a_few_wait(town: Installation) -> None:
    ids = [sent(town).id for _ in range(6)]
    assert {one.id for one in list_uploads(HR, town)} == set(ids[1:])


def test_a_whole_register_is_imported_as_ever(town: Installation) -> None:
    packed = pack(HR, town, WIERDENLAND, "zip")
    upload = save_upload(HR, town, WIERDENLAND, packed.name, packed.content)
    foreseen = preview_import(HR, town, upload.id)
    assert upload.plan is None
    assert foreseen.preview
    assert foreseen.preview.is_empty


def test_what_is_wrong_with_a_file_is_said(town: Installation) -> None:
    broken = save_upload(HR, town, WIERDENLAND, "register.zip", b"no zip")
    assert [error.code for error in preview_import(HR, town, broken.id).cell_errors] == ["not_readable"]
    wrong = preview_import(HR, town, sent(town, STAFF.replace(b"1-3-2096", b"maart")).id)
    assert [(error.row, error.heading) for error in wrong.errors] == [(3, "Datum in dienst")]
    with pytest.raises(InvalidRegister):
        save_upload(HR, town, WIERDENLAND, "x.pdf", b"%PDF")
    with pytest.raises(NotFound):
        find_upload(HR, town, uuid4())
