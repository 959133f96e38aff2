"""What only the system's package manager can bring: the one list, and how it is installed or asked for.

Everything else comes from the hashed locks.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SystemPackage:
    """A package of Debian or Ubuntu, and a test of whether what it brings is there, from wherever."""

    name: str
    brings: str
    is_installed: Callable[[], bool]


def _module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


def _command(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _folder(path: str) -> Callable[[], bool]:
    return Path(path).is_dir


BROWSERS = ("chromium", "chromium-browser", "google-chrome")
"""Commands of browsers that the tests of the pages can drive, the best one first."""
GO_MODULES = "/usr/share/gocode"
"""Where Debian keeps the sources of Go modules: a GOPATH."""

VENV = SystemPackage("python3-venv", "what makes .venv", lambda: _module("ensurepip")() or _module("pip")())
FOR_TESTS = (
    VENV,
    SystemPackage("chromium", "the browser for the tests of the pages", _command(*BROWSERS)),
    SystemPackage("curl", "what the demonstration's examples are sent with", _command("curl")),
    SystemPackage("golang-go", "the compiler of an outsider's check of the log", _command("go")),
    SystemPackage(
        "golang-golang-x-mod-dev",
        "the library of an outsider's check of the log",
        _folder(f"{GO_MODULES}/src/golang.org/x/mod/sumdb/tlog"),
    ),
)


def provide(packages: Iterable[SystemPackage]) -> None:
    """Install the packages that are missing; where that is not allowed, print the one line that does it."""
    missing = [one for one in packages if not one.is_installed()]
    if not missing:
        return
    for one in missing:
        _say(f"{one.name} is not installed ({one.brings}).")
    if shutil.which("apt-get") is None:
        _say("this system has no apt-get; install them in its own way.")
        return
    as_root = _way_to_root()
    if as_root is None:
        _say(f"paste this line to install what is missing:\n\n    {line_to_paste(missing)}\n")
    else:
        _apt(as_root, ["update"])  # one source that fails does not stop the others
        if not _apt(as_root, _install(missing)):  # a name that this release does not know stops all the others
            failed = [one for one in missing if not _apt(as_root, _install([one]))]
            if failed:
                _say("apt-get could not install everything (see above); going on without it.")


def line_to_paste(missing: Iterable[SystemPackage]) -> str:
    """Return the command for a shell that installs the packages, for somebody who knows a password."""
    command = f"apt-get update && apt-get {' '.join(_install(missing))}"
    return f"sudo sh -c '{command}'" if shutil.which("sudo") else f"su -c '{command}'"


def _install(packages: Iterable[SystemPackage]) -> list[str]:
    return ["install", "--yes", "--no-install-recommends", *(one.name for one in packages)]


def _way_to_root() -> list[str] | None:
    """Return what to put before a command to run it as root without a password; None where there is no way."""
    if os.geteuid() == 0:
        return []
    asked = ["sudo", "--non-interactive", "true"]
    if shutil.which("sudo") and subprocess.run(asked, capture_output=True, check=False).returncode == 0:
        return asked[:2]
    return None


def _apt(as_root: list[str], arguments: list[str]) -> bool:
    """Run apt-get as root without questions; True if it succeeded. What it prints goes to standard error."""
    # Another apt-get may be at work, as on a machine that was just started: wait for it.
    options = ["-qq", "-o", "DPkg::Lock::Timeout=600", "-o", "Dpkg::Use-Pty=0"]
    command = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *options, *arguments]
    _say(f"running apt-get {' '.join(arguments)}")
    return subprocess.run(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False).returncode == 0


def _say(text: str) -> None:
    print(f"mandates: {text}", file=sys.stderr)
