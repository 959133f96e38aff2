"""The rules of this house that a machine can keep: direction, style, types, locks, size."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.import_linter import LINT_IMPORTS
from tests.support.source_files import ROOT, name_of, nodes_of, python_files, text_of

SOURCES = python_files("api", "models", "schemas", "mandate_registry", "tests", "bench")
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LOCKS = ["requirements.lock", "requirements-dev.lock"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["-c", LINT_IMPORTS], id="import-linter"),
        pytest.param(["-m", "ruff", "check", "--quiet"], id="ruff-check"),
        pytest.param(["-m", "ruff", "format", "--check"], id="ruff-format"),
        pytest.param(["-m", "mypy"], id="mypy"),
    ],
)
def test_a_tool_has_nothing_to_say(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"{' '.join(arguments)}\n{done.stdout}{done.stderr}", pytrace=False)


def test_the_rules_import_the_standard_library_only() -> None:
    rules = [path for path in SOURCES if path.is_relative_to(ROOT / "mandate_registry" / "rules")]
    names = {name for path in rules for name in _imports(path)}
    foreign = {name for name in names if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name for name in foreign if not name.startswith("mandate_registry.rules")} == set()


def test_what_tests_share_stands_neither_in_a_test_module_nor_in_a_conftest() -> None:
    shared = {f"{name_of(path)}: {name}" for path in SOURCES for name in _imported(path) if _is_of_tests(name)}
    assert sorted(shared) == []


def test_no_test_states_a_time_of_its_own() -> None:
    """`tests/support` says how long a test waits (`waiting`), what day it is (`days`) and how properties are tried."""
    stated = re.compile(r"now\(UTC\)\.date\(\)|sleep\(|timeout=[0-9]|deadline=|suppress_health_check=|perf_counter")
    of_its_own = [place for place, line in _lines() if place.startswith("tests/") and stated.search(line)]
    assert [
        place for place in of_its_own if not place.startswith(("tests/support/", "tests/test_architecture.py"))
    ] == []


def test_every_rule_left_out_of_ruff_has_its_reason() -> None:
    configuration = text_of(ROOT / "pyproject.toml")
    ruff = configuration[configuration.index("[tool.ruff.lint]") : configuration.index("[tool.mypy]")]
    left_out = re.findall(r'^ +"[A-Z]+[0-9]*",.*$', ruff, re.MULTILINE)
    assert left_out
    assert [line for line in left_out if not re.search(r",\s+# \w+,? \w+", line)] == []


def test_every_exception_in_the_code_has_its_reason() -> None:
    exception = re.compile(r"# (noqa|type: ignore|pragma)(?!.* (- |\()\w+ \w+)")
    assert [place for place, line in _lines() if exception.search(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_by_hash_and_names_no_index(lock: str) -> None:
    text = text_of(ROOT / lock)
    packages = re.findall(r"^[a-z0-9].*(?:\n +--hash=.*)*", text, re.MULTILINE)
    assert packages
    assert [package for package in packages if not re.search(r"==\S+.*\n +--hash=sha256:", package)] == []
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links", text)


def test_the_lock_for_development_holds_all_of_the_other() -> None:
    run, dev = (set(re.findall(r"^[a-z0-9][^=]*==\S+", text_of(ROOT / lock), re.MULTILINE)) for lock in LOCKS)
    assert run - dev == set()


def test_the_lock_of_the_tools_names_no_registry() -> None:
    assert '"resolved"' not in text_of(ROOT / "tests/tools/package-lock.json")


def test_what_happens_at_the_same_time_is_tried_on_both_databases() -> None:
    assert [f"{name_of(path)}: {name}" for path in SOURCES for name in _at_once_on_either(path)] == []


def test_no_file_is_too_long() -> None:
    assert [name_of(path) for path in SOURCES if len(text_of(path).splitlines()) > LONGEST_FILE] == []


def test_no_function_is_too_long() -> None:
    assert [f"{name_of(path)}: {name}" for path in SOURCES for name in _long_functions(path)] == []


def _at_once_on_either(path: Path) -> list[str]:
    """Return what uses threads in a module marked `either_database`, but for tests marked `each_database`."""
    at_once = re.compile(r"\b(at_once|ThreadPoolExecutor|threading)\b")
    text = text_of(path)
    if not re.search(r"^pytestmark = .*pytest\.mark\.either_database", text, re.MULTILINE):
        return []
    functions = [node for node in nodes_of(path) if isinstance(node, ast.FunctionDef)]
    on_one = [node for node in functions if "each_database" not in "".join(map(ast.unparse, node.decorator_list))]
    return [node.name for node in on_one if at_once.search(ast.unparse(node))]


def _imports(path: Path) -> set[str]:
    nodes = nodes_of(path)
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}


def _imported(path: Path) -> set[str]:
    """Return the full name of all that a module imports, wherever in it; `from . import a` is `.a`."""
    nodes = nodes_of(path)
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    origins = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    return plain | {f"{'.' * one.level}{one.module or ''}.{alias.name}" for one in origins for alias in one.names}


def _is_of_tests(name: str) -> bool:
    """Return whether a name leads to a test module or a conftest, or into one."""
    return any(part == "conftest" or part.startswith("test_") for part in name.split("."))


def _long_functions(path: Path) -> list[str]:
    nodes = nodes_of(path)
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION]


def _lines() -> list[tuple[str, str]]:
    return [
        (f"{name_of(path)}:{number}", line)
        for path in SOURCES
        for number, line in enumerate(text_of(path).splitlines(), start=1)
    ]
