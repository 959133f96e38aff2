"""The contract, `openapi.yaml`, as text and read: the API serves it, and the pages show it."""

from __future__ import annotations

from functools import cache
from typing import Any

from mandate_registry.config import ROOT
from mandate_registry.yaml_text import load

FILE = ROOT / "openapi.yaml"


def text() -> str:
    """Return the contract as it was written."""
    return FILE.read_text(encoding="utf-8")


@cache
def description() -> dict[str, Any]:
    """Return the contract as Python's lists, dicts and scalars; nobody changes them."""
    read: dict[str, Any] = load(text())
    return read
