"""A crash, a full disk, a lost database: nothing half-written is seen, and everything recovers by itself."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from mandate_registry import bootstrap
from mandate_registry.config import ROOT
from mandate_registry.errors import Unavailable
from mandate_registry.register_folder.reader import read_register
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.installation import Installation
from mandate_registry.services.register.register_writer import open_register
from mandate_registry.services.transfer.register_import import import_register
from models import TABLES, checks
from tests.support.settings import settings_of

pytestmark = pytest.mark.slow

SOURCE = ROOT / "data/sample/wierdenland"
QUESTION = CheckRequest(
    organisation="00000009100000000001", employees=(EmployeeRef(number="W-024"),), decision_type="information.woo"
)
CUT_OFF = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from mandate_registry import bootstrap
from mandate_registry.config import Settings
from mandate_registry.register_folder.reader import read_register
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.transfer.register_import import import_register
from mandate_registry.services.progress import reporting
class Killer:
    def step(self, name):
        self.step_ = name
    def count(self, done, total):
        if self.step_ == "writing" and done > 300:
            os.kill(os.getpid(), signal.SIGKILL)
with reporting(Killer()):
    import_register(COMMAND_LINE, bootstrap.build(Settings(sys.argv[1])), read_register(Path(sys.argv[2])))
"""


def rows(installation: Installation) -> int:
    with installation.reading() as connection:
        counts = [connection.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES.values()]
    return sum(counts)


def check_until_refused(installation: Installation) -> None:
    """Ask until the pages that are there already are full."""
    for _ in range(100):
        check(COMMAND_LINE, installation, QUESTION)


def test_a_process_killed_while_importing_leaves_nothing_behind(database: str) -> None:
    command = [sys.executable, "-c", KILLED_WHILE_WRITING, database, str(SOURCE)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    installation = bootstrap.build(settings_of(database))
    assert rows(installation) == 0
    import_register(COMMAND_LINE, installation, read_register(SOURCE))
    assert check(COMMAND_LINE, installation, QUESTION).outcome == "authorised"
    installation.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_full_disk_keeps_no_answer_and_no_half_import(installation: Installation) -> None:
    import_register(COMMAND_LINE, installation, read_register(SOURCE))
    before = rows(installation)
    installation.close()
    event.listen(installation.engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count=1"))
    with pytest.raises(Unavailable):
        check_until_refused(installation)
    with pytest.raises(Unavailable):
        import_register(COMMAND_LINE, installation, read_register(ROOT / "data/real/kvk-2015"))
    assert rows(installation) == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_lost_database_gives_no_remembered_yes(installation: Installation, tmp_path: Path) -> None:
    import_register(COMMAND_LINE, installation, read_register(SOURCE))
    assert check(COMMAND_LINE, installation, QUESTION).outcome == "authorised"
    (file,) = tmp_path.glob("*.sqlite")
    installation.close()
    for one in tmp_path.glob("*.sqlite*"):
        one.rename(one.with_name(f"away-{one.name}"))
    with pytest.raises(Unavailable):
        check(COMMAND_LINE, installation, QUESTION)
    installation.close()
    for one in tmp_path.glob("away-*"):
        one.rename(one.with_name(one.name.removeprefix("away-")))
    assert check(COMMAND_LINE, installation, QUESTION).outcome == "authorised"
    with installation.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(checks)) == 2
    assert file.exists()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_long_import_keeps_nobody_from_asking(installation: Installation) -> None:
    import_register(COMMAND_LINE, installation, read_register(SOURCE))
    with installation.writing() as connection:
        open_register(connection, QUESTION.organisation)
        assert check(COMMAND_LINE, installation, QUESTION).outcome == "authorised"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_connections_that_are_cut_off_are_made_again(database: str, installation: Installation) -> None:
    import_register(COMMAND_LINE, installation, read_register(SOURCE))
    axe = bootstrap.build(settings_of(database))
    with axe.reading() as connection:
        cut = connection.exec_driver_sql(CUT_OFF).all()
    axe.close()
    assert cut
    assert check(COMMAND_LINE, installation, QUESTION).outcome == "authorised"
