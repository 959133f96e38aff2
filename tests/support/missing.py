"""What cannot run here is said out loud: skipped on a developer's machine, a failure where CI=true."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

from launcher.system_packages import FOR_TESTS, line_to_paste
from tests.support import shared


def skip_or_fail(part: str, reason: str) -> NoReturn:
    """End the running test because this part of the tests lacks something; the end of the run repeats it."""
    with (shared.folder() / "missing").open("a", encoding="utf-8") as file:
        file.write(f"{part}: {' '.join(reason.split())}\n")
    if os.environ.get("CI") == "true":
        pytest.fail(f"{part} could not run: {reason}", pytrace=False)
    pytest.skip(f"{part} could not run: {reason}")


def report(terminal: pytest.TerminalReporter) -> None:
    """Write the block that nobody can overlook, if anything was missing."""
    file = shared.folder() / "missing"
    if not file.exists():
        return
    terminal.section("NOT EVERYTHING WAS TESTED", red=True, bold=True)
    for line in sorted(set(file.read_text(encoding="utf-8").splitlines())):
        terminal.line(f"could not run: {line}", red=True)
    absent = [one for one in FOR_TESTS if not one.is_installed()]
    if absent and shutil.which("apt-get"):
        terminal.line(f"paste this line to install what is missing: {line_to_paste(absent)}", red=True)
