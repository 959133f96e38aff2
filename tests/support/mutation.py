"""Whether the tests of the rules notice a change of the rules: mutmut makes the changes, as `pyproject.toml` says."""

from __future__ import annotations

import os
import subprocess
import sys

import click

SURVIVORS = "survived"


def run() -> int:
    """Change the rules in every way that mutmut knows; returns 1, and prints which, if a change was not noticed."""
    environment = os.environ | {"MANDATES_EXAMPLES": "30"}
    done = subprocess.run([sys.executable, "-m", "mutmut", "run"], env=environment, check=False)
    if done.returncode:
        return done.returncode
    results = subprocess.run([sys.executable, "-m", "mutmut", "results"], capture_output=True, text=True, check=True)
    lines = [line.strip() for line in results.stdout.splitlines() if line.endswith(SURVIVORS)]
    click.echo("\n".join([*lines, f"{len(lines)} changes of the rules that no test noticed"]))
    return 1 if lines else 0
