"""The wheel has all that the product reads, takes no name that others use, and serves the demonstration."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest
from uv import find_uv_bin

from mandate_registry import __version__
from mandate_registry.config import ROOT
from tests.cli.service_process import reserved_port, running
from tests.cli.support import run
from tests.support.demo import WIERDENLAND
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.either_database

BUNDLED = ("api", "models", "schemas", "migrations", "docs/findings", "docs/problems", "data")
PACKAGES = ("api", "models", "schemas", "migrations")
ANOTHERS = 'raise ImportError("this is another project\'s")\n'
SERVED = ("/readyz", "/", "/register", "/api", "/static/theme.css", "/v1/openapi.yaml", "/v1/problems/conflict")


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel, and packages of other projects that have the names of ours."""

    folder: Path

    @property
    def site(self) -> Path:
        return next((self.folder / "env").glob("lib/python*/site-packages"))

    @property
    def command(self) -> str:
        return str(self.folder / "env/bin/mandates")

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings of a process that sees no checkout, and whose user keeps data in `data`."""
        return {"PYTHONPATH": "", "PATH": "/usr/bin:/bin", "XDG_DATA_HOME": str(self.folder / "data")}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command in an empty folder."""
        command = [self.command, *arguments]
        place = self.folder / "empty"
        return subprocess.run(
            command, cwd=place, env=self.settings, capture_output=True, text=True, check=False, timeout=PATIENCE
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return folder / f"mandate_registry-{__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Install the wheel where nothing of this checkout is, beside what the lock for development has."""
    found = Installed(tmp_path_factory.mktemp("installed"))
    environment = found.folder / "env"
    (found.folder / "empty").mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    for name in PACKAGES:
        (found.site / f"{name}.py").write_text(ANOTHERS, encoding="utf-8")
    locked = [path for path in sys.path if path.endswith("site-packages")]
    (found.site / "locked.pth").write_text("\n".join(locked), encoding="utf-8")
    install = [find_uv_bin(), "pip", "install", "--quiet", "--offline", "--no-cache", "--no-config", "--no-deps"]
    subprocess.run([*install, "--python", environment / "bin/python", wheel], check=True)
    return found


def test_it_has_every_file_of_the_product_and_no_other(wheel: Path) -> None:
    ours = {f"mandate_registry/bundled/{name}" for folder in BUNDLED for name in _files(folder)}
    expected = ours | _files("mandate_registry") | {"mandate_registry/bundled/openapi.yaml"}
    described = f"mandate_registry-{__version__}.dist-info/"
    assert {name for name in ZipFile(wheel).namelist() if not name.startswith(described)} == expected


def test_it_has_whatever_the_product_reads_of_the_checkout(wheel: Path) -> None:
    named = re.compile(r'\bROOT / "([^"]+)"')
    read = {name for folder in (*PACKAGES, "mandate_registry") for name in _named(folder, named)}
    assert {"openapi.yaml", "data", "docs/problems"} <= read
    had = ZipFile(wheel).namelist()
    missing = {name for name in read if not any(_is_at(f"mandate_registry/bundled/{name}", one) for one in had)}
    assert missing == {"var"}


def test_it_says_what_it_needs_and_which_command_it_brings(wheel: Path) -> None:
    described = f"mandate_registry-{__version__}.dist-info/"
    with ZipFile(wheel) as archive:
        texts = [archive.read(described + name).decode() for name in ("METADATA", "entry_points.txt")]
    assert "Requires-Dist: flask<4,>=3.1" in texts[0]
    assert "pytest" not in texts[0]
    assert texts[1].splitlines() == ["[console_scripts]", "mandates = mandate_registry.cli.__main__:main"]


@pytest.mark.slow
def test_installed_it_knows_its_version_and_what_only_a_checkout_has(installed: Installed) -> None:
    assert installed.run("--version").stdout == f"mandates, version {__version__}\n"
    refused = installed.run("dev")
    assert refused.returncode == 2
    assert "dev is for a checkout of the project: start it there, with ./mandates dev" in refused.stderr


@pytest.mark.parametrize("name", ["test", "bench"])
def test_what_the_launcher_runs_is_no_command_of_the_product(name: str) -> None:
    refused = run(name)
    assert (refused.code, refused.out) == (2, "")
    assert f"{name} is for a checkout of the project: start it there, with ./mandates {name}" in refused.err


@pytest.mark.slow
def test_installed_it_serves_the_demonstration_from_an_empty_folder(installed: Installed) -> None:
    place = installed.folder / "empty"
    with (
        reserved_port() as port,
        running(
            "demo",
            "--json",
            "--port",
            str(port),
            settings=installed.settings,
            command=[installed.command],
            cwd=place,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stdout
        assert json.loads(process.stdout.readline())["organisations"][0] == WIERDENLAND
        for path in (*SERVED, "/v1/findings/seat_vacant"):
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as response:
                assert (path, response.status) == (path, 200)
    assert list(place.iterdir()) == []
    assert (installed.folder / "data/mandate-registry/demo/register.sqlite").is_file()
    assert {(installed.site / f"{name}.py").read_text(encoding="utf-8") for name in PACKAGES} == {ANOTHERS}


def _files(folder: str) -> set[str]:
    """Return the files below a folder of the checkout, but for what Python compiled."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(ROOT)) for path in found}


def _named(folder: str, pattern: re.Pattern[str]) -> set[str]:
    return {name for path in (ROOT / folder).rglob("*.py") for name in pattern.findall(path.read_text("utf-8"))}


def _is_at(place: str, name: str) -> bool:
    return name == place or name.startswith(f"{place}/")
