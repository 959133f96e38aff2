"""What is wrong with a field, in the words of a page."""

from __future__ import annotations

from mandate_registry.errors import FieldError
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.language import chosen, gettext, lazy
from mandate_registry.web.terms import saying

WRONG = saying("field_errors", "text")
"""By code; of any other the sentence of the service is said, whose Dutch stands in the catalogues too."""

OF_A_PERSON = {
    "the person is stopped then": lazy("This person is stopped then already."),
    "the person is not stopped then": lazy("This person is not stopped then."),
}
"""By the sentence of the service: what it says of a person with the code that it has for a mandate."""


def in_words(error: FieldError) -> str:
    """Return what is wrong and what to do; for what the law forbids with its article."""
    wrong = str(OF_A_PERSON.get(error.detail) or WRONG.get(error.code) or gettext(error.detail))
    if error.explanation is None:
        return wrong
    explanation = error.explanation.said(gettext, Formatter(chosen()).moment)
    return f"{wrong} {explanation[:1].upper()}{explanation[1:].removesuffix('.')}."
