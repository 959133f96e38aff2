"""Files of strangers to read: samples, and small ones made on the spot."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.register_folder.spreadsheets import SheetLayout, read_sheets

FILES = Path(__file__).parent / "files"

ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:automatic-styles><style:style style:name="struck">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles>'
    '<office:body><office:spreadsheet><table:table table:name="Blad1">{}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def sample(name: str) -> SheetLayout:
    """Read the only sheet of a sample."""
    return laid((FILES / name).read_bytes(), name)


def laid(content: bytes | str, name: str) -> SheetLayout:
    """Read the only sheet of a file."""
    (found,) = sheets(content, name).values()
    return found


def sheets(content: bytes | str, name: str) -> dict[str, SheetLayout]:
    """Read all sheets of a file."""
    return read_sheets(content.encode() if isinstance(content, str) else content, name)


def refusal(content: bytes | str, name: str) -> str:
    """Read what must be refused; give the sentence."""
    with pytest.raises(InvalidRegister) as refused:
        sheets(content, name)
    return str(refused.value)


def cells(found: SheetLayout) -> list[list[str]]:
    """Return the cells of all rows, the headings first."""
    return [list(found.headings), *(row for _, row in found.rows)]


def zipped(members: dict[str, str | bytes]) -> bytes:
    """Zip the parts of a file."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return stream.getvalue()


def ods(rows: str) -> bytes:
    """Make an .ods out of the rows of its one sheet."""
    return zipped({"content.xml": ODS.format(rows)})


def docx_parts(body: str) -> dict[str, str | bytes]:
    """Make the parts of a .docx out of what stands in its body."""
    return {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": WORD.format(body)}


def docx(body: str) -> bytes:
    """Make a .docx out of what stands in its body."""
    return zipped(docx_parts(body))


def xlsx(rows: list[list[object]], formats: dict[tuple[int, int], dict[str, object]] | None = None) -> bytes:
    """Make an .xlsx with formats by row and place, both from 0."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Blad1")
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                look = (formats or {}).get((number, place))
                sheet.write(number, place, cell, book.add_format(look) if look else None)
    return stream.getvalue()
