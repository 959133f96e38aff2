"""What the documentation says is there: links, paths, settings, words, and the pages that follow from the code."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from limits import parse

from mandate_registry.cli.__main__ import mandates
from mandate_registry.config import LIMITS, ROOT, SETTINGS, Settings
from mandate_registry.terms import in_english

DOCS = ROOT / "docs"
INDEX = DOCS / "README.md"
PAGES = [*sorted(DOCS.rglob("*.md")), *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY"))]
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
MADE = ["api.md", "command-line.md", "findings.md", "reasons.md", "register-folder-columns.md"]
LONGEST_README = 120
WITH_A_DEFAULT = ("host", "port", "max_body", "keep_checks", "days_back")
IN_A_WHEEL = "mandate_registry/bundled"
"""A folder that a checkout does not have."""
LEAVE_OPTIONS_TO = {"test", "bench"}
"""Commands whose options are those of other tools."""

LINK = r"\[\d+\]\(\S+\.md\)"
STATUS = re.compile(rf"(accepted|superseded by {LINK})(, extended by {LINK}( and {LINK})*)?")
BLOCK = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
FOLDERS = "api|bench|contract|data|docs|launcher|mandate_registry|migrations|models|schemas|scripts|tests"
PATH = re.compile(rf"(?:{FOLDERS})/[\w./-]+")
RUN = re.compile(r"\b(?:scripts|tests)/[\w/]+\.py")
"""What an example runs."""


def test_every_link_leads_to_a_page_and_a_heading_that_are_there() -> None:
    assert [f"{_name(page)}: {link}" for page in PAGES for link in _links(page) if not _leads(page, link)] == []


def test_every_path_that_is_named_is_there() -> None:
    """A module is named by its full path, so that whoever moves it finds the page."""
    named = {(page, path) for page in PAGES for text in _inline(page) for path in PATH.findall(text)}
    named |= {(page, path) for page in PAGES for path in RUN.findall(_text(page))}
    assert named
    missing = {(page, path) for page, path in named if not path.startswith(IN_A_WHEEL) and not (ROOT / path).exists()}
    assert sorted(f"{_name(page)}: {path}" for page, path in missing) == []


def test_a_module_is_named_by_its_full_path() -> None:
    alone = re.compile(r"^(?!0002_)[\w/]+\.(?:py|html|css)$")  # the next revision is yet to be written
    short = [(page, text) for page in PAGES for text in _inline(page) if alone.match(text)]
    assert [f"{_name(page)}: {text}" for page, text in short if not (ROOT / text).exists()] == []


def test_the_index_leads_to_every_page() -> None:
    reached = {(INDEX.parent / link.partition("#")[0]).resolve() for link in _links(INDEX)}
    expected = {page for page in DOCS.rglob("*.md") if page.parent.name not in ("findings", "problems")} - {INDEX}
    assert sorted(map(_name, expected - reached)) == []


def test_the_readme_is_short() -> None:
    assert len(_text(ROOT / "README.md").splitlines()) < LONGEST_README


@pytest.mark.slow
def test_the_pages_that_follow_from_the_code_are_up_to_date(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "scripts/reference.py", tmp_path], check=True)
    made = {str(file.relative_to(tmp_path)): _text(file) for file in tmp_path.rglob("*.md")}
    assert {name for name in made if name.startswith("reference/")} == {f"reference/{name}" for name in MADE}
    there = {str(file.relative_to(DOCS)) for file in (DOCS / "findings").iterdir()}
    assert {name for name in made if name.startswith("findings/")} == there
    assert [name for name, text in made.items() if text != _text(DOCS / name)] == [], "run scripts/reference.py"


def test_every_setting_is_described_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(MANDATES_\w+)` \| (.+?) \|", _text(DOCS / "reference/settings.md"), re.MULTILINE))
    assert rows.keys() == SETTINGS
    plain = Settings("sqlite://")
    stated = {name: rows[f"MANDATES_{name.upper()}"].strip("`") for name in (*WITH_A_DEFAULT, *LIMITS)}
    assert [name for name in WITH_A_DEFAULT if stated[name] != str(getattr(plain, name))] == []
    assert [name for name in LIMITS if parse(stated[name]) != getattr(plain, name)] == []


def test_every_command_that_is_named_is_there_with_its_options() -> None:
    named = [(page, words) for page in PAGES for words in _commands(_text(page)) if words[0] not in LEAVE_OPTIONS_TO]
    assert named
    assert sorted({f"{_name(page)}: {' '.join(words)}" for page, words in named if not _is_known(words)}) == []


def test_the_first_register_shows_what_the_command_line_says() -> None:
    page = (DOCS / "tutorial/first-register.md").read_text(encoding="utf-8")
    said = in_english("outcomes", "on_command_line")
    assert {outcome for outcome, text in said.items() if text in page} == set(said) - {"conditional"}


def test_a_word_of_the_glossary_means_one_thing() -> None:
    terms, retired = _glossary()
    assert [term for term, times in Counter(terms).items() if times > 1] == []
    assert [word for word, times in Counter(retired).items() if times > 1] == []
    assert terms
    assert set(terms) & set(retired) == set()


def test_a_decision_has_a_status_a_date_and_alternatives() -> None:
    assert {page.name: lack for page in DECISIONS if (lack := list(_lacks(_text(page))))} == {}


def _lacks(text: str) -> Iterator[str]:
    """Yield what a decision does not say."""
    found = re.search(r"^\*\*Status:\*\* (.+)\. \*\*Date:\*\* \d{1,2} [A-Z][a-z]+ 20\d\d\.$", text, re.MULTILINE)
    if not (found and STATUS.fullmatch(found[1])):
        yield "**Status:** accepted, extended by [2](0002-title.md). **Date:** 1 January 2027."
    for heading in ("Context", "Decision", "Consequences", "Alternatives considered"):
        if f"\n## {heading}\n" not in text:
            yield heading


def _commands(text: str) -> Iterator[list[str]]:
    """Yield the words of each call of `./mandates` within a text, up to a comment, a pipe or the end of the code."""
    for call in re.findall(r"\./mandates ([a-z](?:\\\n|[^`#|>\n])*)", text):
        yield call.replace("\\\n", " ").split()


def _is_known(words: list[str]) -> bool:
    """Return True if a call names a command, and only options of it."""
    command: click.Command = mandates
    rest = list(words)
    while isinstance(command, click.Group) and rest and rest[0] in command.commands:
        command = command.commands[rest.pop(0)]
    options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
    return command is not mandates and {word for word in rest if word.startswith("--")} <= options


def _glossary() -> tuple[list[str], list[str]]:
    """Return the terms of the glossary, and the words that it retires."""
    terms, _, retired = _text(DOCS / "reference/glossary.md").partition("\n## Retired terms\n")
    return _first_cells(terms), _first_cells(retired)


def _first_cells(text: str) -> list[str]:
    rows = re.findall(r"^\| ([^|]+?) \|.*\|$", text, re.MULTILINE)
    return [row for row in rows if row not in ("term", "retired") and set(row) != {"-"}]


def _links(page: Path) -> Iterator[str]:
    for link in re.findall(r"(?:\]\(|src=\")([^)\"\s]+)", CODE.sub("", BLOCK.sub("", _text(page)))):
        if not re.match(r"[a-z]+:", link):
            yield link


def _leads(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not anchor or anchor in _anchors(target))


def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub and GitLab make them."""
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", _text(page)), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _inline(page: Path) -> list[str]:
    """Return what stands in backticks within the text of a page."""
    return CODE.findall(BLOCK.sub("", _text(page)))


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")
