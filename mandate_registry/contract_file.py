"""The contract, `openapi.yaml`, as text and read: the API serves it, and the pages show it."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from mandate_registry.config import ROOT

FILE = ROOT / "openapi.yaml"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""In C where PyYAML was built with it: five times as fast, and every process reads the contract when it starts."""


def text() -> str:
    """Return the contract as it was written."""
    return FILE.read_text(encoding="utf-8")


@cache
def description() -> dict[str, Any]:
    """Return the contract as Python's lists, dicts and scalars; nobody changes them."""
    read: dict[str, Any] = yaml.load(text(), Loader=LOADER)  # noqa: S506 - it is a safe loader, see above
    return read
