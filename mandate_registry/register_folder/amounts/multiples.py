"""Amounts in thousands or in millions, as a heading or a line above the headings tells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.sheet.plan import Multiple

_SIGN = r"(?:€|\beuro?(?:'?s)?\b|\$|£|\busd\b|\bgbp\b)"
_TIMES = rf"[x×*] {{0,2}}{_SIGN}? {{0,2}}1"
MULTIPLES = {
    Multiple.THOUSAND: re.compile(
        rf"{_TIMES}[., ]?000(?![., ]?[0-9])|\b(?:duizend(?:en|tallen)?|dzd|thousands?)\b|(?<![\w./])[kt] ?{_SIGN}|"
        rf"{_SIGN} ?[kt](?![\w./])|\bkeur\b|\(\s*k\s*\)|\bin k\b|{_SIGN} ?['’]?000\b|['’(]\s*000\b|"
        rf"(?:\(|\bin )1[., ]?000 ?{_SIGN}",
        re.IGNORECASE,
    ),
    Multiple.MILLION: re.compile(
        rf"{_TIMES}(?:[., ]?000){{2}}(?![., ]?[0-9])|\b(?:miljoen(?:en)?|mln|mio|millions?)\b|(?<![\w./])m ?{_SIGN}|"
        rf"{_SIGN} ?m(?![\w./])|\bmeur\b|\(\s*m\s*\)|\bin m\b",
        re.IGNORECASE,
    ),
}
"""How it is told that amounts are in thousands or in millions."""
TIMES = re.compile(rf"{_TIMES}(?:[., ]?000)+|['’(] ?000\b|{_SIGN} ?['’]?000\b", re.IGNORECASE)
"""The numbers among them."""


def multiples_above(laid: SheetLayout, heading: str) -> set[Multiple]:
    """Return in what the amounts are below a heading, as it tells, or else a line above the headings."""
    return _multiples([heading]) or _multiples(laid.above)


def _multiples(texts: Iterable[str]) -> set[Multiple]:
    return {multiple for text in texts for multiple, pattern in MULTIPLES.items() if pattern.search(text)}
