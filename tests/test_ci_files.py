"""The files for GitHub, GitLab, pre-commit and the editor are valid, and use the tools that this project pins."""

from __future__ import annotations

import importlib.util
import json
import os
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from mandate_registry.config import ROOT
from tests.support.import_linter import LINT_IMPORTS

PREPARING = {"apt-get", "git"}
HOOKS = {
    ".venv/bin/python -m ruff check --fix",
    ".venv/bin/python -m ruff format",
    ".venv/bin/python -m mypy",
    f'.venv/bin/python -c "{LINT_IMPORTS}"',
    "./mandates test --fast",
}
FORMS = [path for path in sorted((ROOT / ".github/ISSUE_TEMPLATE").iterdir()) if path.name != "config.yml"]
TEMPLATES = [*FORMS, ROOT / ".github/pull_request_template.md", *sorted((ROOT / ".gitlab").rglob("*.md"))]


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def github_job() -> Any:
    (job,) = read(".github/workflows/ci.yml")["jobs"].values()
    return job


def github_commands() -> list[str]:
    return [line for step in github_job()["steps"] for line in step["run"].splitlines()]


def gitlab_commands() -> list[str]:
    settings = read(".gitlab-ci.yml")
    jobs = [job for job in settings.values() if "script" in job]
    return [*settings["default"]["before_script"], *(line for job in jobs for line in job["script"])]


@pytest.mark.parametrize("commands", [github_commands(), gitlab_commands()], ids=["github", "gitlab"])
def test_a_pipeline_runs_what_a_developer_runs_and_no_other_test(commands: list[str]) -> None:
    tests = [command for command in commands if shlex.split(command)[0] not in PREPARING]
    assert tests == [".ci/run", ".ci/run --all"]
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_github_needs_no_action_and_may_only_read() -> None:
    workflow, job = read(".github/workflows/ci.yml"), github_job()
    assert workflow["permissions"] == {"contents": "read"}
    assert "schedule" in workflow["on"]
    assert [step for step in job["steps"] if "uses" in step] == []
    minutes = "${{ github.event_name == 'schedule' && 350 || 30 }}"
    assert (job["container"], job["timeout-minutes"]) == ("debian:bookworm", minutes)


def test_gitlab_runs_in_the_same_image_for_as_long() -> None:
    settings = read(".gitlab-ci.yml")
    assert (settings["default"]["image"], settings["default"]["timeout"]) == ("debian:bookworm", "30 minutes")
    assert settings["all-tests"]["timeout"] == "6 hours"


def test_a_hook_calls_a_pinned_tool_of_this_project() -> None:
    (source,) = read(".pre-commit-config.yaml")["repos"]
    assert source["repo"] == "local"
    assert {hook["entry"] for hook in source["hooks"]} == HOOKS
    assert {hook["language"] for hook in source["hooks"]} == {"system"}


@pytest.mark.parametrize("entry", sorted(HOOKS))
def test_the_command_of_a_hook_exists(entry: str) -> None:
    program, flag, code, *_ = shlex.split(entry)
    module = code.split()[1] if flag == "-c" else code
    if program == "./mandates":
        assert os.access(ROOT / program, os.X_OK)
    else:
        assert (program, bool(importlib.util.find_spec(module))) == (".venv/bin/python", True)


def test_the_editor_uses_the_environment_of_the_project() -> None:
    settings, extensions = (
        json.loads((ROOT / ".vscode" / name).read_text(encoding="utf-8"))
        for name in ("settings.json", "extensions.json")
    )
    assert settings["python.defaultInterpreterPath"] == "${workspaceFolder}/.venv/bin/python"
    assert settings["[python]"]["editor.defaultFormatter"] in extensions["recommendations"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_a_form_for_issues_is_one(form: Path) -> None:
    fields = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= fields.keys()
    identities = [part["id"] for part in fields["body"] if part["type"] != "markdown"]
    assert len(identities) == len(set(identities))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_a_template_asks_for_no_data_of_people(template: Path) -> None:
    text = " ".join(template.read_text(encoding="utf-8").split())
    assert "no data of real people, keys or tokens" in text
    assert "SECURITY.md" in text
