"""Reads the files of terms, and refuses what is not complete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from mandate_registry.yaml_text import load

Text = Mapping[str, str]
"""One text by language."""

LANGUAGES = ("en", "nl")
PLAIN = frozenset({"advice_code", "article", "status", "tone"})
"""The keys of what is no text in a language."""

OPTIONAL: Mapping[str, frozenset[str]] = {
    "advice": frozenset({"short"}),
    "events": frozenset({"of_person", "of_resumption", "to_do"}),
    "findings": frozenset({"article", "law", "more"}),
    "problems": frozenset({"headline", "advice"}),
    "reasons": frozenset({"article", "of_one_mandate", "proviso"}),
}
"""By kind, the keys that a term may do without though others of its kind have them."""


@dataclass(frozen=True, slots=True)
class Term:
    """The words for one code: by key its texts in every language, and plain values such as an `article` or a `tone`."""

    texts: Mapping[str, Text]
    values: Mapping[str, str]


def read() -> dict[str, dict[str, Term]]:
    """Return all terms by kind and code. Raise ValueError that names everything that is wrong in a file."""
    found: dict[str, dict[str, Term]] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda one: one.name):
        if file.name.endswith(".yaml"):
            found |= parse(file.read_text(encoding="utf-8"), file.name)
    return found


def parse(text: str, name: str, optional: Mapping[str, frozenset[str]] = OPTIONAL) -> dict[str, dict[str, Term]]:
    """Return the terms in the text of a file of this name, by kind and code.

    `optional` has, by kind, the keys that a term may do without though others of its kind have them. Raise ValueError
    that names everything that is wrong in the file.
    """
    kinds = load(text)
    wrong = [
        fault for kind, entries in kinds.items() for fault in _faults(kind, entries, optional.get(kind, frozenset()))
    ]
    wrong += [] if wrong else _unknown_advice(kinds)
    if wrong:
        raise ValueError(f"{name}: {'; '.join(wrong)}")
    return {kind: {code: _term(entry) for code, entry in entries.items()} for kind, entries in kinds.items()}


def _faults(kind: str, entries: Mapping[Any, Mapping[str, Any]], optional: frozenset[str]) -> Iterator[str]:
    needed = {key for entry in entries.values() for key in entry} - optional
    for code, entry in entries.items():
        place = f"{kind}.{code}"
        if not isinstance(code, str):
            yield f"{place} is no text: quote it"
        yield from (f"{place} lacks {key}" for key in sorted(needed - entry.keys()))
        for key, value in entry.items():
            plain = key in PLAIN
            yield from _faults_of(f"{place}.{key}", {"": value} if plain else value, ("",) if plain else LANGUAGES)


def _faults_of(place: str, value: object, languages: Sequence[str]) -> Iterator[str]:
    said = value if isinstance(value, Mapping) else {}
    for language in languages:
        if not (isinstance(said.get(language), str) and said[language].strip()):
            yield f"{place} lacks {language or 'a value'}, or it is no text"
    yield from (f"{place} has a language that nobody reads: {other}" for other in said if other not in languages)


def _unknown_advice(kinds: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[str]:
    """Return the reasons whose advice the file does not have."""
    known = kinds.get("advice", {})
    advice_of = {code: entry["advice_code"] for code, entry in kinds.get("reasons", {}).items()}
    return [f"reasons.{code}: there is no advice {one}" for code, one in advice_of.items() if one not in known]


def _term(entry: Mapping[str, Any]) -> Term:
    values = {key: value for key, value in entry.items() if key in PLAIN}
    said = {key: value for key, value in entry.items() if key not in PLAIN}
    return Term({key: _with_article(text, values.get("article", "")) for key, text in said.items()}, values)


def _with_article(text: Text, article: str) -> Text:
    return {language: said.replace("{article}", article) for language, said in text.items()}
