"""Reads YAML: the contract, and the words for codes and fields."""

from __future__ import annotations

from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""In C where PyYAML was built with it: five times as fast, and every process reads the contract when it starts."""


def load(text: str) -> Any:
    """Return YAML as Python's lists, dicts and scalars. Raise yaml.YAMLError if it is no YAML."""
    return yaml.load(text, Loader=LOADER)  # noqa: S506 - it is a safe loader
