"""The runs that are saved in `bench/results`: what was measured, with the date and the commit."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.plan import Plan
from bench.report import Measured

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "bench" / "results"


def to_run(measured: Iterable[Measured], plan: Plan) -> dict[str, Any]:
    """Return a run as JSON has it. It names no machine, only how many processors it has."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        "commit": _commit(),
        "quick": plan.quick,
        "python": platform.python_version(),
        "processors": len(os.sched_getaffinity(0)),
        "results": [one.as_json() for one in measured],
    }


def save(run: dict[str, Any]) -> Path:
    """Write a run to a file, named after its date and its commit."""
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{run['date'].replace(':', '')}-{run['commit']}.json"
    file.write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


def read_runs(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return the runs that were saved, the oldest first."""
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]


def _commit() -> str:
    """Return the commit of the checkout, with a plus sign if files differ from it; `unknown` outside a checkout."""
    try:
        commit = _git("rev-parse", "--short=9", "HEAD")
        return f"{commit}+" if _git("status", "--porcelain", "--untracked-files=no") else commit
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.check_output(command, cwd=ROOT, text=True, stderr=subprocess.DEVNULL).strip()
