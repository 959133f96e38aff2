"""What the rules tell in a sentence: in English, with its values apart, so that a page can say it in its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mandate_registry.rules.moments import rfc3339


@dataclass(frozen=True, slots=True)
class Called:
    """A value that a page says by its name: an entry of a table by its key; or of SEATS and so on, as it is written.

    In English, and to machines, it is the key.
    """

    table: str
    key: str

    def __str__(self) -> str:
        """Return the key."""
        return self.key


SEATS, AMOUNTS, COLUMNS, KINDS = "seats", "amounts", "columns", "kinds"
"""What is called by no entry of a table: a seat, an amount with its currency and VAT basis (`5000.00 EUR incl`), a
column of mandates, and a kind of mandate."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its values: `%(name)s` in it is the value of that name.

    A value is a text, a number, a moment, something that is called, a sentence, or several of these.
    """

    template: str
    values: tuple[tuple[str, Any], ...]

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.said(lambda template: template, rfc3339)

    def said(
        self,
        translated: Callable[[str], str],
        moment: Callable[[datetime], str],
        called: Callable[[Called], str] = str,
    ) -> str:
        """Return the sentence with another template, its moments and names written by the given functions."""

        def text(value: Any) -> str:
            if isinstance(value, tuple):
                return "; ".join(map(text, value))
            if isinstance(value, Sentence):
                return value.said(translated, moment, called)
            if isinstance(value, Called):
                return called(value)
            return moment(value) if isinstance(value, datetime) else str(value)

        return translated(self.template) % {name: text(value) for name, value in self.values}

    def as_plain(self) -> list[Any]:
        """Return it as it can be written in JSON."""
        return [self.template, {name: _plain(value) for name, value in self.values}]

    @classmethod
    def of(cls, plain: list[Any]) -> Sentence:
        """Read what `as_plain` returned."""
        template, values = plain
        return cls(template, tuple((name, _read(value)) for name, value in values.items()))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Sentence):
        return {"sentence": value.as_plain()}
    if isinstance(value, Called):
        return {"called": [value.table, value.key]}
    if isinstance(value, datetime):
        return {"moment": rfc3339(value)}
    return value if isinstance(value, int) else str(value)


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_read, value))
    if isinstance(value, dict) and "called" in value:
        return Called(*value["called"])
    if isinstance(value, dict):
        return Sentence.of(value["sentence"]) if "sentence" in value else datetime.fromisoformat(value["moment"])
    return value


def make_sentence(template: str, **values: Any) -> Sentence:
    """Make a sentence."""
    return Sentence(template, tuple(values.items()))
