"""Whether letters and signs stand where people write them: in a wrong encoding they do not."""

from __future__ import annotations

import re
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


class Fit(IntEnum):
    """How a text reads: not as one, as one with letters that are rare here, or as a usual one."""

    NONE = 0
    RARE = 1
    USUAL = 2


def fit_of(text: str | None) -> Fit:
    """Return how a text reads, by all letters and signs outside ASCII; None does not read as one."""
    if text is None:
        return Fit.NONE
    found = list(STRANGE.finditer(text))
    if not all(_fits(text, one.start()) for one in found):
        return Fit.NONE
    is_usual = all(one[0] in USUAL or one[0] not in LETTERS for one in found)
    return Fit.USUAL if is_usual else Fit.RARE


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
