"""The tools from npm that tests run, installed once from their lock into `tests/tools/node_modules`."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

from tests.support import missing, shared
from tests.support.node import NPM

TOOLS = Path(__file__).parents[1] / "tools"
MODULES = TOOLS / "node_modules"
STAMP = MODULES / ".stamp"
INSTALL = [*NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]


def tools() -> Path:
    """Return the folder with the commands; the test ends here when they cannot be had."""
    wanted = hashlib.sha256((TOOLS / "package-lock.json").read_bytes()).hexdigest()
    # The lock stands beside what it guards: two test runs at once share the folder too.
    with shared.turn(TOOLS / ".lock"):
        if not (STAMP.exists() and STAMP.read_text() == wanted):
            _install()
            STAMP.write_text(wanted)
    return MODULES / ".bin"


def _install() -> None:
    done = subprocess.run(INSTALL, cwd=TOOLS, capture_output=True, text=True, check=False)
    if done.returncode:
        missing.skip_or_fail("Tools from npm", f"npm ci failed: {done.stderr[-500:]}")
