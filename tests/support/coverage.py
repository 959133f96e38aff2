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
WHOLE = ("mandate_registry/rules", "mandate_registry/evidence", "mandate_registry/log")
"""Packages of which every line and branch is tested: what decides, and what proves."""


def report() -> int:
    """Print how much of each package was covered; returns 1 if one that must be wholly covered is not."""
    files = json.loads(FILE.read_text(encoding="utf-8"))["files"]
    click.echo("\nLines and branches that the tests take:")
    for package in (*PACKAGES, *WHOLE):
        click.echo(f"  {_percentage(files, package):6.2f} %  {package}")
    missed = [line for package in WHOLE for line in _missed(files, package) or _nothing(files, package)]
    for line in missed:
        click.echo(f"not tested: {line}")
    return 1 if missed else 0


def _of(files: dict[str, Any], package: str) -> dict[str, Any]:
    return {name: found for name, found in files.items() if name.startswith(f"{package}/")}


def _percentage(files: dict[str, Any], package: str) -> float:
    counts: Counter[str] = Counter()
    for found in _of(files, package).values():
        for kind in ("lines", "branches"):
            counts["taken"] += len(found[f"executed_{kind}"])
            counts["all"] += len(found[f"executed_{kind}"]) + len(found[f"missing_{kind}"])
    return 100 * counts["taken"] / max(counts["all"], 1)


def _nothing(files: dict[str, Any], package: str) -> list[str]:
    return [] if _of(files, package) else [f"{package}: it has no file"]


def _missed(files: dict[str, Any], package: str) -> list[str]:
    return [
        f"{name}: {kind} {found[f'missing_{kind}']}"
        for name, found in _of(files, package).items()
        for kind in ("lines", "branches")
        if found[f"missing_{kind}"]
    ]
