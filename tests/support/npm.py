"""The tools from npm that tests run, installed once from their lock into `tests/tools/node_modules`."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

from tests.support import missing, shared

TOOLS = Path(__file__).parents[1] / "tools"
MODULES = TOOLS / "node_modules"
STAMP = MODULES / ".stamp"


def tools() -> Path:
    """Give the folder with the commands; the test ends here when they cannot be had."""
    wanted = hashlib.sha256((TOOLS / "package-lock.json").read_bytes()).hexdigest()
    # The lock stands beside what it guards: two test runs at once share the folder too.
    with shared.turn(TOOLS / ".lock"):
        if not (STAMP.exists() and STAMP.read_text() == wanted):
            _install()
            STAMP.write_text(wanted)
    return MODULES / ".bin"


def _install() -> None:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        missing.skip_or_fail("Tools from npm", "npm is not installed; try `apt-get install nodejs npm`")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=TOOLS, capture_output=True, text=True, check=False)
    if done.returncode:
        missing.skip_or_fail("Tools from npm", f"npm ci failed: {done.stderr[-500:]}")
