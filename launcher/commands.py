"""Start a command in the environment that it needs."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from launcher import environment, system_packages

DEVELOPMENT = {"test": "tests", "bench": "bench"}
"""Commands that are no part of the product, and the module that each of them runs."""

WITHOUT_PACKAGES = {"--fast", "-h", "--help", "--version"}
"""Options of `test` with which nothing runs that needs the system's packages."""


def run(arguments: list[str]) -> NoReturn:
    """Become the command: `test` and `bench` run in the project's folder, all others in the caller's."""
    try:
        _start(arguments)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as problem:
        sys.exit(f"mandates: {problem}")


def _start(arguments: list[str]) -> NoReturn:
    command = arguments[0] if arguments else ""
    if command not in DEVELOPMENT:
        environment.prepare(environment.RUN_LOCK)
        _become("mandate_registry.cli", arguments)
    if command == "test" and WITHOUT_PACKAGES.isdisjoint(arguments):
        system_packages.provide(system_packages.FOR_TESTS)
    environment.prepare(environment.DEV_LOCK)
    os.chdir(environment.ROOT)
    _become(DEVELOPMENT[command], arguments[1:])


def _become(module: str, arguments: list[str]) -> NoReturn:
    """Replace this process by `python -m module`; a folder `models` where the caller stands must not hide ours."""
    python = str(environment.PYTHON)
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    os.execve(python, [python, "-m", module, *arguments], variables | {"PYTHONSAFEPATH": "1"})
