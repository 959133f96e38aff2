"""The files of the project as text and as syntax trees, each read once for all tests of a module."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


def python_files(*folders: str) -> list[Path]:
    """Return the modules below folders of the project."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "node_modules" not in path.parts]


def name_of(path: Path) -> str:
    """Return a path as one writes it in the project's folder."""
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """Return every node of the syntax tree of a module."""
    return list(ast.walk(ast.parse(text_of(path))))
