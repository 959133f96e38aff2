"""Names: standard terms only, modules called after what is in them, docstrings that say what comes in and out."""

from __future__ import annotations

import ast
import builtins
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.support.source_files import ROOT, name_of, nodes_of, python_files, text_of

FILES = python_files("api", "models", "schemas", "mandate_registry", "launcher", "bench", "scripts")
OPENINGS = re.compile(r"(Give|Tell|Let|Know|Begin)\b(?! with (no|a|the) )")
"""With these no docstring begins: it says what a function returns, raises or does."""
REFERENCE = re.compile(r"`((?:cli|evidence|log|register_folder|rules|services|terms|web)(?:\.\w+)+)`")
"""What a docstring refers to by its path."""
ERRORS = re.compile(r"(?:; |\. |[Rr]aises? )([A-Z][a-z]+(?:[A-Z][a-z]+)+|NotFound)\b(?= (?:when|where|if)\b|,|\.|$)")
"""What a docstring says is raised: a class whose name has two words."""
DOCSTRING = re.compile(r'"""(.*?)"""', re.DOTALL)
SAME_NAME: dict[str, str] = {}
"""Modules of one package that bear the same name in two of its folders, each with the reason."""
GLOSSARY = ROOT / "docs/reference/glossary.md"
MEANS_SOMETHING_ELSE = {
    "account": "the pages of somebody's own account",
    "desk": "the address of the pages, /desk",
    "line": "a line of text",
    "room": "free space: in memory, on a disk, or between limits",
    "sheet": "a sheet of a spreadsheet",
}
"""Terms that the glossary retires for one thing, and that the code uses for another."""
STAYS = {
    "mandate_registry/services/uploads/uploads.py: FORESEE": "the name of a job in the database",
}
"""Names with a retired term that cannot change, each with the reason."""
STILL_HAVE = {
    "habits": ("mandate_registry/register_folder/sheet/",),
    "told": ("mandate_registry/register_folder/sheet/", "mandate_registry/web/imports/"),
    "whence": ("mandate_registry/register_folder/sheet/",),
}
"""Where a retired term is still part of names. Nothing is added to this list."""


def test_no_retired_name_is_used() -> None:
    retired = set(_retired("name"))
    used = {f"{name_of(path)}: {name}" for path in FILES for name in _identifiers(path) & retired}
    assert sorted(used) == []


def test_no_module_bears_a_retired_name_or_that_of_an_activity() -> None:
    retired = {*_retired("module"), *(term for term in _terms_retired() if term not in MEANS_SOMETHING_ELSE)}
    modules = [path for path in FILES if path.stem != "__init__"]
    found = [name_of(path) for path in modules if path.stem in retired or path.stem.endswith("ing")]
    assert found == []


def test_no_name_has_a_term_that_the_glossary_retires() -> None:
    terms = {term: term.split("_") for term in _terms_retired() if term not in MEANS_SOMETHING_ELSE}
    given = [(name_of(path), name) for path in FILES for name in _given(path)]
    found = [(term, file, name) for file, name in given for term, words in terms.items() if _has(name, words)]
    assert {f"{file}: {name}" for _, file, name in found} >= STAYS.keys()
    of_old = [(term, place) for term, places in STILL_HAVE.items() for place in places]
    new = [one for one in found if not any(one[0] == term and one[1].startswith(place) for term, place in of_old)]
    assert [f"{file}: {name}" for _, file, name in new if f"{file}: {name}" not in STAYS] == []


def test_modules_of_one_package_have_names_of_their_own() -> None:
    found = defaultdict(list)
    for path in FILES:
        parts = path.relative_to(ROOT).parts
        package = "/".join(parts[:2]) if parts[0] == "mandate_registry" and len(parts) > 2 else parts[0]
        if path.stem not in ("__init__", "__main__"):
            found[f"{package}: {path.stem}"].append(name_of(path))
    doubles = {name: paths for name, paths in found.items() if len(paths) > 1}
    assert {name: paths for name, paths in doubles.items() if name not in SAME_NAME} == {}
    assert SAME_NAME.keys() - doubles.keys() == set()


def test_docstrings_say_what_is_returned_or_done() -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    files = [*FILES, *python_files("tests")]
    documented = [(path, node) for path in files for node in nodes_of(path) if isinstance(node, kinds)]
    found = [(path, node.name, ast.get_docstring(node) or "") for path, node in documented]
    assert [f"{name_of(path)}: {name}: {text[:60]}" for path, name, text in found if OPENINGS.match(text)] == []


def test_what_docstrings_refer_to_is_there() -> None:
    named = {(path, name) for path in FILES for name in REFERENCE.findall(text_of(path))}
    assert named
    assert sorted(f"{name_of(path)}: {name}" for path, name in named if not _is_there(name)) == []


def test_the_errors_that_docstrings_name_are_there() -> None:
    texts = [(path, text_of(path)) for path in python_files("api", "models", "schemas", "mandate_registry")]
    known = {name for _, text in texts for name in re.findall(r"^class (\w+)", text, re.MULTILINE)}
    imported = {name for _, text in texts for name in re.findall(r"import .*\b([A-Z]\w+Error)\b", text)}
    docs = ((path, doc) for path, text in texts for doc in DOCSTRING.findall(text))
    named = {(name_of(path), name) for path, doc in docs for name in ERRORS.findall(doc)}
    assert len(named) > 100
    assert sorted(one for one in named if one[1] not in known | imported | set(dir(builtins))) == []


def _is_there(name: str) -> bool:
    """Return whether `services.checks.access_basis.authorise` names a package, a module, or a name in a module."""
    whole = ROOT / "mandate_registry" / name.replace(".", "/")
    module = whole.parent.with_suffix(".py")
    found = module.exists() and whole.name in _identifiers(module)
    return whole.is_dir() or whole.with_suffix(".py").exists() or found


def _retired(kind: str) -> list[str]:
    lines = (ROOT / "tests/retired_names.txt").read_text(encoding="utf-8").splitlines()
    return [line.split()[1] for line in lines if line.startswith(f"{kind} ")]


def _terms_retired() -> list[str]:
    after = GLOSSARY.read_text(encoding="utf-8").partition("\n## Retired terms\n")[2]
    return [term.replace("-", "_").replace(" ", "_") for term, _ in _rows(after)]


def _rows(text: str) -> list[tuple[str, str]]:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", text, re.MULTILINE)
    return [row for row in rows if row[0] not in ("term", "word", "retired", "---")]


def _given(path: Path) -> Iterator[str]:
    """Yield every name that a module gives: to functions, classes, parameters, fields and variables."""
    for node in nodes_of(path):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def _has(name: str, words: list[str]) -> bool:
    """Return whether these words, the last one perhaps in the plural, are part of a name: `_EventAccounts`."""
    parts = [part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]
    ends = [(*words[:-1], words[-1] + plural) for plural in ("", "s")]
    return any(tuple(parts[at : at + len(words)]) in ends for at in range(len(parts)))


def _identifiers(path: Path) -> set[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text_of(path)).readline)
    return {token.string for token in tokens if token.type == tokenize.NAME}
