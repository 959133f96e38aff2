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


LEAST = 90.0
"""How many of the changes are noticed at least, in per cent. It only goes up, until it is all."""


def run() -> int:
    """Change the rules in every way that mutmut knows, and print which were not noticed; returns 1 if too many."""
    shutil.rmtree(MUTANTS, ignore_errors=True)  # what was noticed by tests that have changed since
    environment = os.environ | {"MANDATES_EXAMPLES": "30"}
    done = subprocess.run([sys.executable, "-m", "mutmut", "run"], env=environment, check=False)
    if done.returncode:
        return done.returncode
    results = subprocess.run(
        [sys.executable, "-m", "mutmut", "results", "--all", "true"], capture_output=True, text=True, check=True
    )
    tried = [line.strip() for line in results.stdout.splitlines() if line.strip()]
    unnoticed = [line for line in tried if not line.endswith(NOTICED)]
    click.echo("\n".join([*unnoticed, f"{len(unnoticed)} of {len(tried)} changes of the rules no test noticed"]))
    return 1 if len(unnoticed) > len(tried) * (1 - LEAST / 100) else 0
