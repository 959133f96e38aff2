"""Which encoding a text file is in: told from its bytes, or not told at all; a guess would change names."""

from __future__ import annotations

import codecs
import re
import unicodedata

from mandate_registry.register_folder.problems import InvalidRegister, unreadable
from mandate_registry.register_folder.text.letters import Fit, fits_of

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
WINDOWS, MAC, DOS = "cp1252", "mac_roman", "cp850"
LEAST_ZEROS = 0.5
"""In UTF-16 of a western language at least so many of the bytes on one side of each pair are zero; most are."""
OF_7 = re.compile(rb"\+A[M-P][AEIMQUYcgkosw048]-")
"""A letter such as é in UTF-7, which nothing but ASCII is in."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def encoding_of(content: bytes, file: str) -> str:
    """Return the encoding of a text; raise InvalidRegister when it cannot be told for sure.

    UTF-8, UTF-16, Windows-1252 and Mac Roman are told apart: the last two by where letters and signs would stand.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _checked(content, encoding, file)
    if without_mark := _without_mark(content):
        return _checked(content, without_mark, file)
    if _decoded(content, "utf-8") is not None:
        return _checked_for_7(content, file)
    found = _of_one_byte(content)
    if found is None:
        raise _refusal(file)
    return found


def decoded(content: bytes, file: str) -> str:
    """Return the text of a file, as `encoding_of` tells it."""
    return content.decode(encoding_of(content, file))


def _of_one_byte(content: bytes) -> str | None:
    """Return the encoding of bytes that are not Unicode: WINDOWS or MAC; None if it cannot be told, or is that of DOS.

    Windows-1252 is the usual one: it only has to read more like a text here than the others do. Nobody can be
    taken for Mac Roman who could be read as Windows-1252 at all.
    """
    windows, mac, dos = fits_of(content, (WINDOWS, MAC, DOS))
    if windows > max(mac, dos):
        return WINDOWS
    return MAC if windows is Fit.NONE and mac > dos else None


def _without_mark(content: bytes) -> str | None:
    """Return which UTF-16 bytes without a byte order mark are in, None if they are in none.

    In text of Latin letters one byte of each pair is mostly zero, and the other never is.
    """
    even, odd = content[::2].count(0), content[1::2].count(0)
    least = len(content) / 2 * LEAST_ZEROS
    if even == 0 and odd and odd >= least:
        return "utf-16-le"
    return "utf-16-be" if odd == 0 and even and even >= least else None


def _checked_for_7(content: bytes, file: str) -> str:
    if content.isascii() and OF_7.search(content):
        raise _refusal(file)
    return "utf-8"


def _checked(content: bytes, encoding: str, file: str) -> str:
    text = _decoded(content, encoding)
    if text is None or (encoding.startswith("utf-16") and not _is_text(text)):
        raise _refusal(file)
    return encoding


def _is_text(text: str) -> bool:
    return not CONTROL.search(text) and all(unicodedata.category(sign) not in {"Cn", "Co"} for sign in set(text))


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _refusal(file: str) -> InvalidRegister:
    detail = "does not tell in which encoding its letters are: save it as CSV UTF-8"
    return unreadable(file, "not_readable", detail)
