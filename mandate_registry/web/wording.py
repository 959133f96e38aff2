"""What is wrong with a field, in the words of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandate_registry.web.language import lazy

if TYPE_CHECKING:
    from mandate_registry.errors import FieldError

WRONG = {
    "required": lazy("Fill this in."),
    "unknown_code": lazy("This is not in the register."),
    "unknown_field": lazy("This cannot be stated here."),
    "too_long": lazy("This is too long."),
    "wrong_length": lazy("Choose at least one."),
    "wrong_type": lazy("This cannot be read. Check how it is written."),
    "invalid_value": lazy("This cannot be. Check how it is written."),
}
"""By code; of any other the sentence of the service is shown."""


def in_words(error: FieldError) -> str:
    """Say what is wrong and what to do."""
    return str(WRONG.get(error.code, error.detail))
