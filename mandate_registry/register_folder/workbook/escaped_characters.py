"""Characters that a workbook writes by their number."""

from __future__ import annotations

import re
from functools import lru_cache

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def decoded(text: str) -> str:
    """Return a text with the characters that it writes by their number, as `_x000D_`."""
    if "_x" not in text:
        return text
    parts = ESCAPED.split(text)
    parts[1::2] = map(_character, parts[1::2])
    return "".join(parts)


@lru_cache(maxsize=1024)
def _character(number: str) -> str:
    return chr(int(number, 16))
