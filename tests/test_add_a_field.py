"""The how-to about adding a field, followed in a copy of the project: what it lists is all that has to be changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mandate_registry.config import ROOT

pytestmark = [pytest.mark.either_database, pytest.mark.slow]

PAGE = (ROOT / "docs/how-to/add-a-field.md").read_text(encoding="utf-8")
COPIED = ("api", "contract", "data", "docs", "mandate_registry", "migrations", "models", "schemas", "scripts", "tests")
SEEN_BY = {
    "tests/web/test_fields_of_facts.py": "units or left_out",
    "tests/api/test_contract.py": "Unit or fragments",
    "tests/test_migrations.py": "newest_version_is_what",
    "tests/services/test_erased_texts.py": "every_text_that_is_kept",
}
"""The tests that have to see it, and which of them."""
WORDS = "mandate_registry/field_words.yaml"
READ_WORDS = "import mandate_registry.field_words"


def changes() -> dict[str, list[str]]:
    """Return the lines of the change that the page shows for each file that it lists."""
    page = re.sub(r"`([\w.]+)` in `([\w/]+)`", r"`\2/\1`", PAGE)
    listed = re.findall(r"`([\w/.-]+)`", "".join(re.findall(r"^\|.*\|$", page, re.MULTILINE)))
    sections = page.split("\n## ")[1:]
    found: dict[str, list[str]] = {}
    for section in sections:
        for block in re.findall(r"```diff\n(.*?)```", section, re.DOTALL):
            found |= {file: block.splitlines() for file in listed if f"`{file}`" in section}
    assert found.keys() == set(listed)
    return found


def apply(path: Path, change: list[str]) -> None:
    """Change a file, or write a new one: what is shown as it is, is found in it in this order, with gaps."""
    lines, at = path.read_text(encoding="utf-8").splitlines() if path.exists() else [], 0
    for shown in change:
        mark, line = shown[:1], shown[1:]
        if mark == "+":
            lines.insert(at, line)
        else:
            assert line in lines[at:], f"{path.name} has no such line here: {line}"
            at = lines.index(line, at)
        at += mark != "-"
        lines[at : at + (mark == "-")] = []
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def copied(folder: Path) -> Path:
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("node_modules", "screenshots"))
    for name in ("pyproject.toml", "openapi.yaml"):
        shutil.copy2(ROOT / name, folder)
    return folder


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the copy: its path goes before that of this project, which the environment names."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_field_of_the_how_to_is_everywhere_and_words_that_are_forgotten_are_missed(tmp_path: Path) -> None:
    project = copied(tmp_path)
    for file, change in changes().items():
        if file != WORDS:
            apply(project / file, change)
    assert "field_words.yaml has no label of units.location" in run(project, "-c", READ_WORDS).stderr
    apply(project / WORDS, changes()[WORDS])
    for script in ("scripts.contract", "scripts.reference"):
        made = run(project, "-m", script)
        assert not made.returncode, made.stderr
    assert "| `location` |" in (project / "docs/reference/register-folder-columns.md").read_text(encoding="utf-8")
    chosen = f"({' or '.join(SEEN_BY.values())}) and not postgresql"
    done = run(project, "-m", "pytest", "-n0", "-p", "no:cacheprovider", "-k", chosen, *SEEN_BY)
    assert not done.returncode, done.stdout + done.stderr
