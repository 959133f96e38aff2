"""A small register whose mandates have had a life, to export and import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from mandate_registry.register_folder.reader import RegisterFolder, read_register
from mandate_registry.register_folder.writer import write_folder
from mandate_registry.rules import facts
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.installation import Installation
from mandate_registry.services.register.register_writer import current, open_register
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.import_preview import Preview
from mandate_registry.services.transfer.register_import import import_register
from tests.support import sqlite
from tests.support.templates import opened

OIN = "00000009000000000001"
TOWN: dict[str, list[Any]] = {
    "organisations": [facts.Organisation(oin=OIN, name="Gemeente Voorbeeld", four_eyes=False)],
    "bodies": [facts.Body(code="college", name="College")],
    "decision_types": [facts.DecisionType(code="contract", title_nl="Overeenkomst", nature=facts.Nature.DECISION)],
    "employees": [facts.Employee(number="K-1", name="Sanne Verbeek")],
}


@contextmanager
def elsewhere(folder: Path) -> Iterator[Installation]:
    """Yield an installation with nothing in it, in a folder of its own within this one, gone afterwards."""
    with TemporaryDirectory(dir=folder) as place, opened(sqlite.database(Path(place))) as installation:
        yield installation


def found(installation: Installation, *lives: Iterable[facts.Mandate]) -> None:
    """Record a register with mandates. Each of `lives` has the stretches of one mandate."""
    with installation.writing() as connection:
        register = open_register(connection, OIN)
        for table, entries in TOWN.items():
            for fact in entries:
                register.put(table, uuid4(), fact)
        for life in lives:
            identity = uuid4()
            for stretch in life:
                register.put("mandates", identity, stretch)
        register.record(COMMAND_LINE, "found")


def mandates(installation: Installation) -> list[tuple[Any, facts.Mandate]]:
    """Return the identity and the fact of every stretch that the register has now."""
    with installation.writing() as connection:
        register = open_register(connection, OIN)
        return [(entry.id, entry.fact) for entry in current(connection, register.id, "mandates")]


def exported(installation: Installation, folder: Path) -> RegisterFolder:
    """Export a register to a folder, and read what lies there."""
    write_folder(export_register(COMMAND_LINE, installation, OIN), folder)
    return read_register(folder)


def load(installation: Installation, register: RegisterFolder, **options: Any) -> Preview:
    return import_register(COMMAND_LINE, installation, register, **options)


def outcome(installation: Installation, at: datetime) -> str:
    """Ask whether an employee may conclude a contract."""
    request = CheckRequest(organisation=OIN, employees=(EmployeeRef(number="K-1"),), decision_type="contract", at=at)
    return check(COMMAND_LINE, installation, request).outcome
