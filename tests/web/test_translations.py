"""Every message of the pages has its Dutch, once, and no other stands in the catalogues."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from mandate_registry.config import ROOT

WEB = ROOT / "mandate_registry/web"
RULES = ROOT / "mandate_registry/rules"
SERVICES = ROOT / "mandate_registry/services"
SAY_WHY = (
    *(SERVICES / name for name in ("approval", "changesets", "expected_checks", "uploads")),
    RULES / "lifecycle",
)
"""Whose refusals and needs pages show."""
REFUSALS: dict[str, tuple[int, ...] | None] = {"Conflict": (1,), "Forbidden": (1,), "Need": (2,)}
NAMED = re.compile(r'^[A-Z_]+ = "([A-Z][^"]+ [^"]+[.:])"$', re.MULTILINE)
"""A sentence that has a name."""
METHODS = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "lazy": None, "ngettext": (1, 2)}

Message = str | tuple[str, ...]


@cache
def messages() -> set[Message]:
    pages = extract_from_dir(WEB, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=())
    rules = extract_from_dir(RULES, METHODS, keywords={"make_sentence": None}, comment_tags=())
    return {message for _, _, message, _, _ in (*pages, *rules)} | said_by_services()


def said_by_services() -> set[str]:
    found = (extract_from_dir(folder, METHODS, keywords=REFUSALS, comment_tags=()) for folder in SAY_WHY)
    named = (NAMED.findall(file.read_text(encoding="utf-8")) for file in (SERVICES / "approval").glob("*.py"))
    return {str(message) for folder in found for _, _, message, _, _ in folder} | {one for its in named for one in its}


def translated() -> Iterator[tuple[Message, Path]]:
    for file in sorted((WEB / "translations/nl").glob("*.po")):
        with file.open("rb") as stream:
            catalogue = read_po(stream, locale="nl", abort_invalid=True)
        for message in catalogue:
            if message.id:
                said = (message.string,) if isinstance(message.string, str) else message.string
                assert said, message.id
                assert all(said), message.id
                assert not [str(error) for error in message.check(catalogue)], message.id
                yield message.id if isinstance(message.id, str) else tuple(message.id), file


def test_every_message_has_its_dutch() -> None:
    assert messages() - {message for message, _ in translated()} == set()


def test_nothing_is_translated_that_nobody_says() -> None:
    said = messages()
    assert {message: file.name for message, file in translated() if message not in said} == {}


def test_nothing_is_translated_twice() -> None:
    assert [message for message, times in Counter(message for message, _ in translated()).items() if times > 1] == []


@pytest.mark.parametrize(
    "template", sorted((WEB / "templates").rglob("*.html")), ids=lambda file: str(file.relative_to(WEB / "templates"))
)
def test_a_page_brings_no_script_or_style_of_its_own(template: Path) -> None:
    text = template.read_text(encoding="utf-8").lower()
    assert all(word not in text for word in ("<style", " style=", "onclick", "javascript:", "|safe"))


def test_why_a_change_waits_or_is_refused_is_said_in_the_language_of_the_page() -> None:
    said = said_by_services()
    assert "This decides who may take decisions." in said
    assert "You would be able to decide more by this yourself: let a colleague stop this person." in said
    assert "It was split into two proposals, each of which is approved by itself." in said
    assert len(said) > 40
