"""Installs the peers from their locks, in folders of their own; the project's `.venv` stays as it is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from uv import find_uv_bin

from tests.support.node import NPM

LOCKS = Path(__file__).parent / "locks"
PLACE = Path(__file__).parents[2] / "var" / "peers"
"""Where they are: below a folder that git ignores."""
LIBRARIES = {"cedar": "cedarpy", "opa": "opa-eval", "casbin": "pycasbin"}
"""The packages of the peers that are libraries of Python. `locks` has a file for each, made by `uv pip compile`."""
INSTALL = [find_uv_bin(), "pip", "install", "--python", sys.executable, "--no-deps", "--require-hashes"]
REASON_LENGTH = 500
BINARY = PLACE / "npm/node_modules/@cerbos/cerbos-linux-x64/cerbos-linux-x64"


class CannotBeHad(Exception):
    """A peer could not be installed; the text says why."""


def library(name: str) -> Path:
    """Return the folder with a library and what it needs, installed if it is not there. Raises CannotBeHad."""
    place = PLACE / name
    if not _is_done(place, lock := LOCKS / f"{LIBRARIES[name]}.txt"):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        _run([*INSTALL, "--target", str(place), "--requirement", str(lock)], place)
        shutil.copy(lock, place / "done")
    return place


def cerbos_binary() -> Path:
    """Return the path of the server of Cerbos, installed if it is not there. Raises CannotBeHad."""
    place, lock = PLACE / "npm", LOCKS / "package-lock.json"
    if not _is_done(place, lock):
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(LOCKS, place)
        _run([*NPM, "ci", "--ignore-scripts"], place)
        shutil.copy(lock, place / "done")
    return BINARY


def _is_done(place: Path, lock: Path) -> bool:
    done = place / "done"
    return done.exists() and done.read_bytes() == lock.read_bytes()


def _run(command: list[str], place: Path) -> None:
    ended = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise CannotBeHad(" ".join(ended.stderr.split())[:REASON_LENGTH] or "no reason was given")
