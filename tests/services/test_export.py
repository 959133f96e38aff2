"""What is exported is what was imported: exporting and importing again changes no byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandate_registry.config import ROOT
from mandate_registry.register_folder.reader import read_register
from mandate_registry.register_folder.writer import write_folder, write_workbook
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.register_import import import_register
from tests.services.registers import elsewhere

pytestmark = pytest.mark.either_database

REGISTERS = sorted((ROOT / "data").glob("*/*"))


def export(installation: Installation, oin: str, folder: Path) -> dict[str, bytes]:
    write_folder(export_register(COMMAND_LINE, installation, oin), folder)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("source", REGISTERS, ids=lambda path: path.name)
def test_export_import_export_changes_no_byte(installation: Installation, source: Path, tmp_path: Path) -> None:
    oin = import_register(COMMAND_LINE, installation, read_register(source)).organisation
    first = export(installation, oin, tmp_path / "first")
    assert import_register(COMMAND_LINE, installation, read_register(tmp_path / "first")).is_empty
    with elsewhere(tmp_path) as other:
        import_register(COMMAND_LINE, other, read_register(tmp_path / "first"))
        assert export(other, oin, tmp_path / "second") == first


def test_a_workbook_says_the_same_as_the_folder(installation: Installation, tmp_path: Path) -> None:
    oin = import_register(COMMAND_LINE, installation, read_register(REGISTERS[-1])).organisation
    with (tmp_path / "register.xlsx").open("wb") as stream:
        write_workbook(export_register(COMMAND_LINE, installation, oin), stream)
    assert import_register(COMMAND_LINE, installation, read_register(tmp_path / "register.xlsx")).is_empty


def test_a_changed_entry_keeps_its_place(installation: Installation, wierdenland: Path, tmp_path: Path) -> None:
    import_register(COMMAND_LINE, installation, read_register(wierdenland))
    path = wierdenland / "units.csv"
    path.write_text(path.read_text().replace("Team Wijken", "Team Buurten"))
    oin = import_register(COMMAND_LINE, installation, read_register(wierdenland)).organisation
    names = [line.split(b",")[0] for line in export(installation, oin, tmp_path / "out")["units.csv"].splitlines()]
    assert names.index(b"wijken") == path.read_bytes().split(b"\n").index(b"wijken,Team Buurten,wierdenland")
