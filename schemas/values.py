"""The kinds of values in JSON: each takes one JSON type and nothing like it, and writes what it gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, ClassVar

from marshmallow.fields import Field

from schemas.base import Strict, wrong

SHORT, LONG = 200, 4000


class Value(Strict, Field[Any]):
    """A value of one JSON type, read by `read` and written by `write`."""

    json_type: ClassVar[type] = str
    type_name: ClassVar[str] = "a text"

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> Any:  # noqa: ARG002  (as marshmallow calls it)
        if type(value) is not self.json_type:
            raise wrong("wrong_type", f"is not {self.type_name}")
        return self.read(value)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> Any:  # noqa: ARG002  (as marshmallow calls it)
        return None if value is None else self.write(value)

    def read(self, value: Any) -> Any:
        """Read the value; marshmallow's ValidationError when it cannot be."""
        return value

    def write(self, value: Any) -> Any:
        """Write a value that is there."""
        return value


class Flag(Value):
    """True or false."""

    json_type: ClassVar[type] = bool
    type_name = "true or false"


class Count(Value):
    """A whole number within bounds."""

    json_type: ClassVar[type] = int
    type_name = "a whole number"

    def __init__(self, least: int, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.least = least
        self.most = most

    def read(self, value: Any) -> int:
        """Hold the value against the bounds."""
        if not self.least <= value <= self.most:
            raise wrong("invalid_value", f"is not from {self.least} to {self.most}")
        return int(value)


class Word(Value):
    """One of a closed list of words."""

    def __init__(self, words: type[StrEnum], **options: Any) -> None:
        super().__init__(**options)
        self.words = words

    def read(self, value: str) -> StrEnum:
        """Find the word."""
        if value not in list(self.words):
            raise wrong("invalid_value", f"is not one of {', '.join(self.words)}")
        return self.words(value)

    def write(self, value: Any) -> str:
        """Write the word."""
        return str(value)


class Written(Value):
    """A text of a pattern, turned into a value and back."""

    def __init__(
        self,
        pattern: re.Pattern[str],
        expected: str,
        parse: Callable[[str], Any] = str,
        write: Callable[[Any], str] = str,
        most: int = SHORT,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.pattern = pattern
        self.expected = expected
        self.parse = parse
        self.writes = write
        self.most = most

    def read(self, value: str) -> Any:
        """Hold the text against the pattern and parse it."""
        if len(value) > self.most:
            raise wrong("too_long", f"is longer than {self.most} characters")
        if not self.pattern.fullmatch(value):
            raise wrong("invalid_value", f"is not {self.expected}")
        try:
            return self.parse(value)
        except ValueError as error:
            raise wrong("invalid_value", f"is not {self.expected}") from error

    def write(self, value: Any) -> str:
        """Write the value."""
        return self.writes(value)


class Optional(Written):
    """A text that may be empty, which means that nothing is stated."""

    def read(self, value: str) -> Any:
        """Return an empty text as it is, and read any other."""
        return super().read(value) if value else value


class Digits(Count):
    """A whole number in an address, where everything is a text."""

    json_type: ClassVar[type] = str

    def read(self, value: Any) -> int:
        """Read the digits and hold the number against the bounds."""
        if not value.isascii() or not value.isdigit() or len(value) > len(str(self.most)):
            raise wrong("invalid_value", f"is not from {self.least} to {self.most}")
        return super().read(int(value))
