"""The import: a file is sent, its columns are named, what it would do is shown, and then it is done."""

from mandate_registry.web.imports import (
    additions_page,
    amounts_page,
    answers_page,
    columns_page,
    corrections_page,
    progress_page,
)
from mandate_registry.web.imports.downloads import downloads
from mandate_registry.web.imports.import_pages import imports

__all__ = [
    "additions_page",
    "amounts_page",
    "answers_page",
    "columns_page",
    "corrections_page",
    "downloads",
    "imports",
    "progress_page",
]
