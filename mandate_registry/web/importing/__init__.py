"""The import: a file is sent, its columns are named, what it would do is shown, and then it is done."""

from mandate_registry.web.importing import adding, answers, columns, mending_page, progress_page
from mandate_registry.web.importing.downloads import downloads
from mandate_registry.web.importing.pages import imports

__all__ = ["adding", "answers", "columns", "downloads", "imports", "mending_page", "progress_page"]
