"""How long an import takes, and how much memory: of a folder, with the command that does it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.databases import database
from bench.memory import peak_of
from bench.plan import Plan
from bench.registers import register
from bench.report import Measured
from bench.targets import IMPORT_MEMORY, IMPORT_SECONDS
from mandate_registry import bootstrap
from mandate_registry.config import ROOT
from mandate_registry.register_folder.writer import write_folder
from tests.support import shared
from tests.support.settings import environment_of
from tests.support.templates import make_keys

MANDATES = 100_000
LOOK = 0.02
"""Every so many seconds is looked how much memory it has."""


def imports(plan: Plan, kind: str) -> Iterator[Measured]:
    """Import a large register into an empty database."""
    del plan  # it is made once, and takes what it takes
    with database(kind) as url, tempfile.TemporaryDirectory(dir=shared.folder()) as folder:
        bootstrap.upgrade(url)
        make_keys(url)
        write_folder(register(MANDATES), Path(folder))
        seconds, memory = _run(["import", folder], environment_of(url))
    yield Measured("import", f"import of {MANDATES:,} mandates", kind, seconds, "s", IMPORT_SECONDS)
    yield Measured("import", f"memory of an import of {MANDATES:,} mandates", kind, memory / 1e6, "MB", IMPORT_MEMORY)


def _run(arguments: list[str], environment: dict[str, str]) -> tuple[float, int]:
    """Run a command; return the seconds and the bytes of memory it takes. Raises CalledProcessError if it fails."""
    command, begun, peak = [sys.executable, "-m", "mandate_registry.cli", *arguments], time.perf_counter(), 0
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, peak_of(process.pid))
        time.sleep(LOOK)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - begun, peak
