"""Files that are web pages, or are made into one to read their tables: .html and .md."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from markdown_it import MarkdownIt

from mandate_registry.register_folder.grid.grids import Grid
from mandate_registry.register_folder.page.page_reader import read_page
from mandate_registry.register_folder.problems import unreadable
from mandate_registry.register_folder.text.encodings import decoded

MAX_BYTES = 5_000_000
MAX_BYTES_OF_MARKDOWN = 100_000
MAX_CELLS_OF_MARKDOWN = 20_000
"""So many cells may its tables have together, those counted that a row leaves out."""
MAX_BRACKETS = 20_000
"""So many links may begin in Markdown: each is looked for up to the end of its text."""
DELIMITERS = "|:- \t>*+.0123456789"
"""What the line under the headings of a table is made of, where that stands in a quotation or a list."""
STARTING = 4096
"""So many of the first bytes of a page are looked at for the encoding that it states."""
STATED = re.compile(rb"""<meta[^>]*charset\s*=\s*["']?\s*([a-z0-9_-]+)""", re.IGNORECASE)
ENCODINGS = {"utf-8", "cp1252", "iso8859-1", "iso8859-15", "mac-roman"}
AS_BROWSERS = {"iso8859-1": "cp1252"}


def read_web_page(path: Path) -> list[Grid]:
    """Read the tables of a .html; raise InvalidRegister when it cannot be read."""
    return read_page(_page_text(_content(path, MAX_BYTES), path.name), path.name)


def read_markdown(path: Path) -> list[Grid]:
    """Read the tables of a .md; raise InvalidRegister when it cannot be read."""
    text = decoded(_content(path, MAX_BYTES_OF_MARKDOWN), path.name)
    _must_be_bearable(text, path.name)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return read_page(parser.render(text), path.name)


def _must_be_bearable(text: str, file: str) -> None:
    """Refuse Markdown of which the tables or the links would be too many, before they are made."""
    if text.count("[") > MAX_BRACKETS:
        raise unreadable(file, "too_large", f"has more than {MAX_BRACKETS:,} brackets: divide it")
    cells = width = 0
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line.strip(" \t"):
            width = 0
        elif "-" in line and not line.strip(DELIMITERS):
            width = max(width, line.count("|") + 1)
        cells += width
    if cells > MAX_CELLS_OF_MARKDOWN:
        raise unreadable(file, "too_large", f"has more than {MAX_CELLS_OF_MARKDOWN:,} cells: divide it")


def _content(path: Path, most: int) -> bytes:
    if path.stat().st_size > most:
        raise unreadable(path.name, "too_large", f"is larger than {most // 1000:,} kB: divide it")
    return path.read_bytes()


def _page_text(content: bytes, file: str) -> str:
    """Return the text of a page in the encoding that it states, or else in the one that its bytes tell."""
    stated = STATED.search(content[:STARTING])
    if content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or stated is None:
        return decoded(content, file)
    name = stated[1].decode()
    try:
        encoding = codecs.lookup(name).name
        text = content.decode(AS_BROWSERS.get(encoding, encoding)) if encoding in ENCODINGS else None
    except (LookupError, UnicodeDecodeError):
        text = None
    if text is None:
        raise unreadable(file, "not_readable", f"cannot be read in the encoding that it states ({name}): use UTF-8")
    return text
