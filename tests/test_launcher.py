"""What the system has to bring is installed where that is allowed, and otherwise asked for in one line to paste."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from launcher import environment
from launcher.system_packages import FOR_TESTS, SystemPackage, line_to_paste, provide

ABSENT = [SystemPackage(name, "something", lambda: False) for name in ("one", "two")]
PRESENT = SystemPackage("three", "something", lambda: True)
INSTALL = "install --yes --no-install-recommends one two"
PLACES = ["README.md", "CONTRIBUTING.md", ".ci/run", *map(str, Path("tests").rglob("*.py"))]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Return what makes a machine: its commands with their exit codes, and whose it is; it writes down what is run."""

    def make(user: int, **commands: int) -> Path:
        monkeypatch.setattr(os, "geteuid", lambda: user)
        monkeypatch.setenv("PATH", f"{tmp_path}:{tmp_path / 'env'}")
        (tmp_path / "env").mkdir()
        (tmp_path / "env/env").symlink_to("/usr/bin/env")
        for name, code in commands.items():
            file = tmp_path / name.replace("_", "-")
            file.write_text(f'#!/bin/sh\necho "{file.name} $*" >> {tmp_path}/run\nexit {code}\n', encoding="utf-8")
            file.chmod(0o700)
        return tmp_path / "run"

    return make


def test_nothing_is_run_where_nothing_is_missing(machine: Callable[..., Path]) -> None:
    run = machine(0, apt_get=0)
    provide([PRESENT])
    assert not run.exists()


def test_root_installs_what_is_missing(machine: Callable[..., Path], capfd: pytest.CaptureFixture[str]) -> None:
    run = machine(0, apt_get=0)
    provide([*ABSENT, PRESENT])
    calls = run.read_text(encoding="utf-8").splitlines()
    assert [call.endswith(end) for call, end in zip(calls, ("update", INSTALL), strict=True)] == [True, True]
    assert capfd.readouterr().out == ""


def test_sudo_is_used_only_where_it_asks_no_password(machine: Callable[..., Path]) -> None:
    run = machine(1000, apt_get=0, sudo=0)
    provide(ABSENT)
    calls = run.read_text(encoding="utf-8").splitlines()
    assert calls[0] == "sudo --non-interactive true"
    assert calls[1].startswith("sudo --non-interactive env DEBIAN_FRONTEND=noninteractive apt-get ")
    assert calls[-1].endswith(INSTALL)


@pytest.mark.parametrize(
    ("commands", "begins"), [({"sudo": 1}, "sudo sh -c "), ({}, "su -c ")], ids=["with a password", "without sudo"]
)
def test_who_may_not_install_gets_one_line_to_paste(
    machine: Callable[..., Path], capsys: pytest.CaptureFixture[str], commands: dict[str, int], begins: str
) -> None:
    run = machine(1000, apt_get=0, **commands)
    provide(ABSENT)
    assert "apt-get" not in (run.read_text(encoding="utf-8") if run.exists() else "")
    said = capsys.readouterr().err
    assert f"{begins}'apt-get update && apt-get {INSTALL}'" in said
    assert "one is not installed (something)" in said


def test_the_line_that_is_pasted_installs(machine: Callable[..., Path]) -> None:
    run = machine(1000, apt_get=0)
    line = line_to_paste(ABSENT).replace("su -c", "/bin/sh -c")
    subprocess.run(["/bin/sh", "-c", line], check=True)
    assert run.read_text(encoding="utf-8").splitlines() == ["apt-get update", f"apt-get {INSTALL}"]


def test_where_there_is_no_apt_the_names_are_told(
    machine: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    machine(0)
    provide(ABSENT)
    said = capsys.readouterr().err
    assert "one is not installed" in said
    assert "no apt-get" in said


def test_what_cannot_be_installed_is_said(machine: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    run = machine(0, apt_get=100)
    provide(ABSENT)
    assert "could not install everything" in capsys.readouterr().err
    tried = [call.partition("install --yes --no-install-recommends ")[2] for call in run.read_text().splitlines()]
    assert tried == ["", "one two", "one", "two"]


def test_the_packages_are_named_in_one_place() -> None:
    names = [one.name for one in FOR_TESTS if one.name != "curl"]
    texts = {place: (environment.ROOT / place).read_text(encoding="utf-8") for place in PLACES}
    assert [(place, name) for place, text in texts.items() for name in names if f"install {name}" in text] == []
