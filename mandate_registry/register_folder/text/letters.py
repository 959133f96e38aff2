"""Whether letters and signs stand where people write them: in a wrong encoding they do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum

OPENING, CLOSING = "‘“„«", "”»…"
BESIDE = "€£§°±½¼¾²³®©™µ"
"""Signs that may stand against a number, or against a word."""
AFTER_DIGIT_OR_LETTER = "²³"
BETWEEN = "·•–—×\u00a0"
"""Signs that stand between words; others tell that the text was read in a wrong encoding."""
LETTERS = set("ŒœŠšŽžŸß") | {chr(code) for code in range(0xC0, 0x100)} - set("×÷ÐðÞþ")
USUAL = set("éëïöüèáóêçäôúàÉËÏÖÜÇÁÓÄßÈÊ")
"""Letters that names and words in the Netherlands have; the others are not unusual enough to be impossible."""
NEVER_FIRST = "ÈËÌÎÏÒÔÙÛÚÍÂÊëïêôè"
"""Letters with which no word begins that has small letters: so é and ë look in a wrong encoding."""
VOWELS = "aeiouäöüAEIOU"
AFTER_APOSTROPHE = re.compile(r"[stnmrk](?![a-z])|[A-Z]|er|en")
BEFORE_APOSTROPHE = set("dloDLO")
STRANGE = re.compile(r"[^\x00-\x7f]")
WITH_BESIDE = re.compile(rb"([\x80-\xff]+)(?=([\x00-\x7f]{0,2}))")
MAX_STRANGE = 500_000
"""So many bytes may be outside ASCII: one in forty of the largest file, more than in any language here."""
ASCII = bytes(range(0x80))
MAX_SEEN = 50_000
"""So many places of a text are remembered, to look at equal ones once."""


class Fit(IntEnum):
    """How a text reads: not as one, as one with letters that are rare here, or as a usual one."""

    NONE = 0
    RARE = 1
    USUAL = 2


def fits_of(content: bytes, encodings: Sequence[str]) -> list[Fit]:
    """Return how bytes read in each encoding of one byte for a letter, by all letters and signs outside ASCII."""
    if len(content.translate(None, ASCII)) > MAX_STRANGE:
        return [Fit.NONE for _ in encodings]
    fits = [Fit.USUAL for _ in encodings]
    for part in _strange_parts(content):
        fits = [min(fit, _fit_of(part, encoding)) for fit, encoding in zip(fits, encodings, strict=True)]
        if not any(fits):
            break
    return fits


def _strange_parts(content: bytes) -> Iterator[bytes]:
    """Yield what is outside ASCII with as much beside it as tells whether it fits; equal parts seldom twice."""
    seen: set[bytes] = set()
    for found in WITH_BESIDE.finditer(content):
        part = content[max(found.start() - 1, 0) : found.start()] + found[1] + found[2]
        if part not in seen:
            yield part
            if len(seen) == MAX_SEEN:
                seen.clear()
            seen.add(part)


def _fit_of(part: bytes, encoding: str) -> Fit:
    """Return how a part reads; what is not of the encoding does not read as text."""
    try:
        text = part.decode(encoding)
    except UnicodeDecodeError:
        return Fit.NONE
    fit = Fit.USUAL
    for one in STRANGE.finditer(text):
        if not _fits(text, one.start()):
            return Fit.NONE
        if one[0] in LETTERS and one[0] not in USUAL:
            fit = Fit.RARE
    return fit


def _fits(text: str, place: int) -> bool:
    sign, before, after = text[place], text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    if sign in LETTERS:
        return _fits_as_letter(sign, before, after)
    if sign == "’":
        return _fits_as_apostrophe(before, text[place + 1 : place + 3])
    if sign in OPENING:
        return not before.isalpha()
    if sign in CLOSING:
        return not after.isalpha()
    if sign in AFTER_DIGIT_OR_LETTER:
        return before.isalnum() and not after.isalpha()
    return sign in BESIDE + BETWEEN and not (before.isalpha() and after.isalpha())


def _fits_as_letter(sign: str, before: str, after: str) -> bool:
    if not before.isalpha() and not after.isalpha():
        return sign in "àÀ"
    if sign == "ß":
        return bool(before) and before in VOWELS
    if sign in NEVER_FIRST and not before.isalpha() and not after.isupper():
        return False
    if sign.isupper():
        return not before.islower() and not (after.islower() and before.isupper())
    return not (before.isupper() and after.isupper())


def _fits_as_apostrophe(before: str, after: str) -> bool:
    if not after[:1].isalpha():
        return True
    return bool(AFTER_APOSTROPHE.match(after)) or before in BEFORE_APOSTROPHE
