"""Make `.venv` from a hashed lock, and make it anew when the lock or the Python changes."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from launcher import system_packages

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "stamp"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
BASE = getattr(sys, "_base_executable", None) or sys.executable
"""The Python below every virtual environment: `.venv` may be the active one, and cannot be built from itself."""
PIP_OPTIONS = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--require-hashes"]


def prepare(lock: Path) -> None:
    """Make or renew `.venv` unless it holds `lock` already; one process at a time."""
    if is_ready(lock):
        return
    with (ROOT / ".venv.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not is_ready(lock):
            _build(lock)


def is_ready(lock: Path) -> bool:
    """Return True if `.venv` is complete, of this Python, and holds `lock` or the lock for development."""
    return os.access(PYTHON, os.X_OK) and _stamp() in (_fingerprint(lock), _fingerprint(DEV_LOCK))


def _stamp() -> str:
    """Return the fingerprint of what `.venv` was made of; empty when it is missing or incomplete."""
    try:
        return STAMP.read_text()
    except FileNotFoundError:
        return ""


def _fingerprint(lock: Path) -> str:
    """Return the name of a lock with a digest of this Python's version and of every byte of the lock."""
    return f"{lock.name} {hashlib.sha256(sys.version.encode() + lock.read_bytes()).hexdigest()}"


def _build(lock: Path) -> None:
    """Install the lock. The stamp is written last, so that an interrupted run is repeated the next time."""
    if _stamp() != _fingerprint(RUN_LOCK) or not os.access(PYTHON, os.X_OK):
        shutil.rmtree(VENV, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        STAMP.unlink()
    pip = _pip()
    print("Preparing the environment (once, about a minute)…", file=sys.stderr)
    _run([*pip, "install", *PIP_OPTIONS, "--requirement", str(lock)])
    site = next(VENV.glob("lib/python*/site-packages"))
    # Relative to site-packages, so that the folder can be moved: from there four steps up to the project.
    (site / "mandate_registry.pth").write_text("../../../..\n")
    STAMP.write_text(_fingerprint(lock))


def _pip() -> list[str]:
    """Make `.venv` where it is missing, and return the command of a pip that installs into it."""
    if (VENV / "bin" / "pip").exists():
        return [str(PYTHON), "-m", "pip"]
    if not _has("pip"):
        system_packages.provide([system_packages.VENV])
    if _has("ensurepip"):
        _run([BASE, "-m", "venv", str(VENV)])
        return [str(PYTHON), "-m", "pip"]
    if not _has("pip"):
        sys.exit("mandates: cannot go on without it.")
    _run([BASE, "-m", "venv", "--without-pip", str(VENV)])
    return [BASE, "-m", "pip", "--python", str(PYTHON)]


def _has(module: str) -> bool:
    """Return True if the Python below has this module; asked in a new process, for it may just have been installed."""
    asked = subprocess.run([BASE, "-c", f"import {module}"], stderr=subprocess.DEVNULL, check=False)
    return asked.returncode == 0


def _run(command: list[str]) -> None:
    """Run a command silently; exit with its output when it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + "mandates: could not prepare the environment (see above).")
