"""The one family of errors that a user may meet. `api.problems` maps them to HTTP, the command line to exit codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Explanation(Protocol):
    """A sentence with its values apart, which a page says in its own language."""

    def said(self, translated: Callable[[str], str], moment: Callable[[datetime], str]) -> str:
        """Return the sentence with another template, its values filled in: moments by `moment`."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: a path such as `amount.value` or `items.3.at`, a code, and a sentence.

    `explanation` is the same sentence with its values apart, where it has values that a page should name.
    """

    field: str
    code: str
    detail: str
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much a caller may have of something: `quota` in `window` seconds, and `remaining` for `seconds` more."""

    policy: str
    quota: int
    window: int
    remaining: int
    seconds: int


class RegistryError(Exception):
    """What the registry refuses or cannot do; `str()` is a sentence for the user."""


class InvalidInput(RegistryError):
    """The input is not valid; `errors` names every field at once."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("The input is not valid: " + "; ".join(f"{error.field}: {error.detail}" for error in errors))
        self.errors = errors


class Unauthenticated(RegistryError):
    """Nobody known is calling."""


class Departed(Unauthenticated):
    """Who is calling is known, and does not work any more where he calls from."""


class Stopped(Departed):
    """Who is calling works there, and is stopped now: until resumed, nothing is his to do."""


class Forbidden(RegistryError):
    """The caller may not do this; `errors` names the fields, where it is one of them that forbids it."""

    def __init__(self, message: str, *errors: FieldError) -> None:
        super().__init__(message)
        self.errors = errors


class NotFound(RegistryError):
    """There is nothing here, or nothing that the caller may know of."""


class Conflict(RegistryError):
    """The request contradicts what the register says already; `errors` names the fields."""

    def __init__(self, message: str, *errors: FieldError) -> None:
        super().__init__(message)
        self.errors = errors


class TooMany(RegistryError):
    """The caller asks more than it may; `allowance` says of what, and after how many seconds it may again."""

    def __init__(self, message: str, allowance: Allowance) -> None:
        super().__init__(message)
        self.allowance = allowance


class Lack(StrEnum):
    """What is lacking where there is no answer, by the name of its log event."""

    UNREACHABLE = "database unreachable"
    BUSY = "database busy"
    UNOPENED = "database cannot be opened"
    MOVED = "database moved"
    READ_ONLY = "database read-only"
    FULL = "database full"
    DAMAGED = "database damaged"
    FOREIGN = "database lacks tables"
    KEY = "signing key missing"
    ISSUER = "issuer unavailable"

    @property
    def passes(self) -> bool:
        """Return whether it may be over soon, without anybody doing something about it."""
        return self in {Lack.UNREACHABLE, Lack.BUSY, Lack.ISSUER}


class Unavailable(RegistryError):
    """There is no answer now, least of all a remembered one; `lack` says why.

    `place` is which database it is about, for who runs the registry only.
    """

    def __init__(self, message: str, lack: Lack = Lack.UNREACHABLE, place: str | None = None) -> None:
        super().__init__(message)
        self.lack = lack
        self.place = place


class Unsafe(RegistryError):
    """The settings are not safe to start with."""


class Stale(RegistryError):
    """What the caller wants to change has changed since the caller read it."""


class PreconditionRequired(RegistryError):
    """The caller does not say which state it wants to change."""
