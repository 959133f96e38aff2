"""Running a command as a user does, against an embedded database in a folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from mandate_registry import COMMAND
from mandate_registry.cli.__main__ import mandates
from mandate_registry.config import ROOT, SETTINGS
from tests.support import sqlite
from tests.support.templates import with_registers
from tests.support.waiting import PATIENCE

DATA = ROOT / "data"


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(*arguments: object, **settings: str) -> Done:
    """Run `./mandates` with these arguments in this process, with these settings and no others."""
    runner = CliRunner(env={**dict.fromkeys(SETTINGS), "COLUMNS": "200", **settings})  # as they were, at the end
    done = runner.invoke(mandates, [*map(str, arguments)], prog_name=COMMAND)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


def run_process(*arguments: object, **settings: str) -> Done:
    """Run `./mandates` with these arguments in a process of its own, with these settings and no others."""
    command = [sys.executable, "-m", "mandate_registry.cli", *map(str, arguments)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MANDATES_")}
    environment |= {"PYTHONPATH": str(ROOT), "COLUMNS": "200"} | settings
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=PATIENCE)
    return Done(done.returncode, done.stdout, done.stderr)


def loaded(folder: Path, *names: str) -> Path:
    """Make a data folder with these registers in its database, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    sqlite.database(folder, with_registers(*names))
    return folder
