"""How import-linter is run with the Python of the project: it has no `__main__`."""

from __future__ import annotations

LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
