"""The import: a file is sent, its columns are named, what it would do is shown, and then it is done."""

from mandate_registry.web.importing.pages import imports

__all__ = ["imports"]
