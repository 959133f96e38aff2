"""What the page of a file shows to mend: words, cells, rows, and what depends on the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mandate_registry.web.forms import Form
from mandate_registry.web.importing.mending import mendable, names_of, powers, suggestions, unknown_words
from mandate_registry.web.importing.offers import all_new, beside, offers, with_offers
from mandate_registry.web.importing.recalled import suggested_words

if TYPE_CHECKING:
    from mandate_registry.services.changing.foreseen import Foreseen
    from mandate_registry.services.changing.uploading import Upload
    from mandate_registry.web.names import Names


def mended_here(upload: Upload, foreseen: Foreseen, names: Names) -> tuple[Form, dict[str, Any]]:
    """Return the form with what words likely mean, and what else the page needs to mend a file."""
    errors = foreseen.errors
    unknown = unknown_words(upload, errors)
    found = offers(upload, unknown, names)
    words, recalled = suggested_words(upload, foreseen.layout, unknown)
    return Form(suggestions(unknown, words)), {
        "recalled": recalled,
        "unknown": list(with_offers(unknown, found)),
        "all_new": all_new(found),
        "known": names_of(unknown, names),
        "powers": powers(upload, errors, names),
        "mendable": mendable(upload, errors),
        **beside(upload, errors, names),
    }
