"""How the names of a sheet are compared with those of a register: a sign that may be a footnote is never left out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORDS = re.compile(r"[^\W_]+|[^\w\s]|_")
BESIDE = re.compile(r"(?<=\S)\s*\(([^()]*)\)")
"""Words in brackets after others, as in `Director (acting)`; a number or a sign in brackets may be a footnote."""
LETTER = re.compile(r"[^\W\d_]")
JOINING = re.compile(r"(?<=[^\W_])[\s_.'’‘\"“”\u2010\u2011–—-]+(?=[^\W_])")
"""Signs that only join words, or set them apart."""
LAST = re.compile(r"(?<=[^\W_])\.\s*$")
RAISED = ("<super>", "<sub>", "<circle>")
CACHE_SIZE = 8192
OVERLAY = 1
"""The class of combining marks that strike a letter through."""


@lru_cache(maxsize=CACHE_SIZE)
def known_as(text: str) -> str:
    """Return a name as it is compared: its words without case, accents and the signs that join them.

    Any other sign is a word of its own, as raised digits are: `Buyer*` is not `Buyer`. "" if there is no word.
    """
    plain = "".join(map(_letters, text.casefold()))
    joined = LAST.sub("", JOINING.sub(" ", BESIDE.sub(_beside, plain).strip()))
    words = WORDS.findall(joined)
    return " ".join(words) if any(word[0].isalnum() for word in words) else ""


def _beside(found: re.Match[str]) -> str:
    return f" {found[1]} " if LETTER.search(found[1]) else found[0]


def _letters(letter: str) -> str:
    """Return a letter without its accents; one that is raised or in a circle stays what it is, as a word."""
    if letter.isascii():
        return letter
    if unicodedata.decomposition(letter).startswith(RAISED):
        return f" {letter} "
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(f" {part} " if _is_overlay(part) else part for part in parts if not _is_accent(part))


def _is_accent(part: str) -> bool:
    return unicodedata.combining(part) > OVERLAY


def _is_overlay(part: str) -> bool:
    return unicodedata.combining(part) == OVERLAY
