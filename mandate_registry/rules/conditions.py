"""What has to be confirmed before a yes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """Something to confirm before a yes; `id` is stable for the same mandate and text, and fixed for `own_interest`.

    `mandate` is the number of the mandate that asks it, None under the own power of a body of one person.
    """

    id: str
    text: str
    mandate: str | None
