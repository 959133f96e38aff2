"""The registers that ship with the product give the answers that their owners expect, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandate_registry.config import ROOT
from mandate_registry.register_folder.expectations import read_expectations
from mandate_registry.register_folder.reader import read_register
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.expected_checks.folder_verification import Report, verify
from mandate_registry.services.installation import Installation
from mandate_registry.services.transfer.register_import import import_register

pytestmark = pytest.mark.either_database

REGISTERS = {
    "wierdenland": 103,
    "duinrand": 8,
    "kvk-2015": 36,
    "ez-2015": 25,
    "rws-2013": 82,
    "cvdm-2015": 83,
    "small": 3,
}
FOLDERS = {path.name: path for path in (ROOT / "data").glob("*/*")}


@pytest.mark.parametrize("name", REGISTERS)
def test_every_expected_answer_is_given(installation: Installation, name: str) -> None:
    report = _verify(installation, FOLDERS[name])
    assert not report.differences
    assert report.agreed == report.total == REGISTERS[name]


def test_an_answer_that_differs_is_reported(installation: Installation, wierdenland: Path) -> None:
    checks = wierdenland / "checks.yaml"
    checks.write_text(
        checks.read_text().replace("outcome: authorised", "outcome: not_authorised\n  reason: revoked", 1)
    )
    report = _verify(installation, wierdenland)
    assert [one.id for one in report.differences] == ["story-she-may-conclude"]
    assert report.differences[0].answered.outcome == "authorised"


def test_a_counterparty_that_nobody_bears_is_no_other_party(installation: Installation, wierdenland: Path) -> None:
    checks = wierdenland / "checks.yaml"
    written = checks.read_text()
    nobody = ("Imke Ravenstijn", "w-012", "D-099", "00000009100000000002/D-099")
    for text in nobody:
        written = written.replace('counterparty: "00000009100000000002"', f'counterparty: "{text}"', 1)
    checks.write_text(written)
    answered = [one.answered for one in _verify(installation, wierdenland).differences]
    assert [(one.outcome, one.reason) for one in answered] == [("indeterminate", "counterparty_unknown")] * len(nobody)


def test_with_the_neighbours_register_its_people_must_be_in_it(installation: Installation, wierdenland: Path) -> None:
    import_register(COMMAND_LINE, installation, read_register(FOLDERS["duinrand"]), recorded_at="adopted")
    assert not _verify(installation, wierdenland).differences


def _verify(installation: Installation, folder: Path) -> Report:
    register = read_register(folder)
    import_register(COMMAND_LINE, installation, register, recorded_at="adopted")
    return verify(COMMAND_LINE, installation, register.organisation.oin, read_expectations(folder / "checks.yaml"))
