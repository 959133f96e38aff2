"""How much of the product the tests take, measured by slipcover, and held where it must be everything."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).parents[2]
FILE = ROOT / ".coverage.json"
PACKAGES = ("api", "models", "schemas", "mandate_registry")
COMMAND = ["-m", "slipcover", "--branch", "--source", ",".join(PACKAGES), "--json", "--out", str(FILE)]
"""What goes before `-m pytest`."""
LEAST = {"mandate_registry/rules": 99.5, "mandate_registry/evidence": 99.5, "mandate_registry/log": 99.5}
"""What decides and what proves: how much of each is taken at least, in per cent. It only goes up, until it is all."""


def report() -> int:
    """Print how much of each package was covered, and what was not of those in `LEAST`; returns 1 if one has less."""
    files = json.loads(FILE.read_text(encoding="utf-8"))["files"]
    click.echo("\nLines and branches that the tests take:")
    for package in ("", *PACKAGES, *LEAST):
        click.echo(f"  {_percentage(files, package):6.2f} %  {package or 'all'}")
    for line in (line for package in LEAST for line in _missed(files, package)):
        click.echo(f"not tested: {line}")
    fewer = [package for package, least in LEAST.items() if _percentage(files, package) < least]
    for package in fewer:
        click.echo(f"{package}: less than {LEAST[package]} % is tested")
    return 1 if fewer else 0


def _of(files: dict[str, Any], package: str) -> dict[str, Any]:
    return {name: found for name, found in files.items() if name.startswith(f"{package}/" if package else "")}


def _percentage(files: dict[str, Any], package: str) -> float:
    counts: Counter[str] = Counter()
    for found in _of(files, package).values():
        for kind in ("lines", "branches"):
            counts["taken"] += len(found[f"executed_{kind}"])
            counts["all"] += len(found[f"executed_{kind}"]) + len(found[f"missing_{kind}"])
    return 100 * counts["taken"] / max(counts["all"], 1)


def _missed(files: dict[str, Any], package: str) -> list[str]:
    return [
        f"{name}: {kind} {found[f'missing_{kind}']}"
        for name, found in _of(files, package).items()
        for kind in ("lines", "branches")
        if found[f"missing_{kind}"]
    ]
