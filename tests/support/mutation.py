"""Whether the tests of the rules notice a change of the rules: mutmut makes the changes, as `pyproject.toml` says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

MUTANTS = Path(__file__).parents[2] / "mutants"
NOTICED = ("killed", "caught by type check", "timeout")


def run() -> int:
    """Change the rules in every way that mutmut knows; returns 1, and prints which, if a change was not noticed."""
    shutil.rmtree(MUTANTS, ignore_errors=True)  # what was noticed by tests that have changed since
    environment = os.environ | {"MANDATES_EXAMPLES": "30"}
    done = subprocess.run([sys.executable, "-m", "mutmut", "run"], env=environment, check=False)
    if done.returncode:
        return done.returncode
    results = subprocess.run(
        [sys.executable, "-m", "mutmut", "results", "--all", "true"], capture_output=True, text=True, check=True
    )
    lines = [line.strip() for line in results.stdout.splitlines() if line.strip() and not line.endswith(NOTICED)]
    click.echo("\n".join([*lines, f"{len(lines)} changes of the rules that no test noticed"]))
    return 1 if lines else 0
