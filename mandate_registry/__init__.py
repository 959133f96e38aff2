"""The mandate registry: which employee may take which decisions for an organisation."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

__version__ = "0.2.0"
"""The release. It stands here alone: `pyproject.toml`, the wheel, receipts and `mandates --version` read it."""

PACKAGE = Path(str(files(__name__)))
"""The folder of this package, which has the templates, translations, fonts and static files of the pages."""

BUNDLED = PACKAGE / "bundled"
"""Where a wheel has what stands beside this package in a checkout; a checkout has no such folder."""

IS_INSTALLED = BUNDLED.is_dir()
"""True where a wheel was installed, False in a checkout."""

ROOT = BUNDLED if IS_INSTALLED else PACKAGE.parent
"""The folder of `api`, `models`, `schemas`, `migrations`, `openapi.yaml`, `docs` and `data`."""

COMMAND = "mandates" if IS_INSTALLED else "./mandates"
"""How the command is called in messages."""

if IS_INSTALLED and str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # `api`, `models` and `schemas`: others may install packages of these names
