"""Notes at cells are pointed at with their text: they may say what no cell says."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import replace
from zipfile import ZipFile

import pytest
import xlsxwriter

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.grid.sheet_layout import Mark, SheetLayout
from mandate_registry.register_folder.sheet.merge import merge
from mandate_registry.register_folder.sheet.open_questions import questions
from tests.register_folder.sample_files import FILES, docx_parts, laid, ods, refusal, sheets, zipped
from tests.register_folder.sheets import EXCL, LIST, ROW, added, planned

NOTED = frozenset({Mark.NOTED})
NOTE = "Alleen met de controller"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TALK = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
RELATION = (
    '<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
    ' Target="../threadedComments/threadedComment1.xml"/></Relationships>'
)


def workbook(notes: dict[str, str], *, again: bool = False) -> bytes:
    """Make a workbook of a list with two rows; `again`: with a second sheet that has the same."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name in ("Mandaten", "Oud") if again else ("Mandaten",):
            sheet = book.add_worksheet(name)
            for row, text in enumerate((LIST, ROW, ROW.replace("X-1", "X-2"))):
                sheet.write_row(row, 0, text.split(";"))
            for place, text in notes.items():
                sheet.write_comment(place, text)
    return stream.getvalue()


def changed(content: bytes, change: dict[str, tuple[str, str]], new: dict[str, str]) -> bytes:
    """Return a workbook with parts changed, and with new ones."""
    with ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for name, (old, text) in change.items():
        assert old.encode() in parts[name]
        parts[name] = parts[name].replace(old.encode(), text.encode())
    return zipped({**parts, **{name: text.encode() for name, text in new.items()}})


def ods_list(note: str) -> bytes:
    def row(texts: str, note: str = "") -> str:
        cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts.split(";"))
        last = f"<table:table-cell>{note}</table:table-cell>"
        return f"<table:table-row>{cells}{last}</table:table-row>"

    return ods(row(LIST) + row(ROW, note) + row(ROW.replace("X-1", "X-2")))


def docx_list(reference: str, comments: str) -> bytes:
    def row(texts: str, reference: str = "") -> str:
        cells = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t>{reference}</w:r></w:p></w:tc>" for text in texts.split(";"))
        return f"<w:tr>{cells.replace(reference, '', cells.count(reference) - 1) if reference else cells}</w:tr>"

    body = f"<w:tbl>{row(LIST)}{row(ROW, reference)}{row(ROW.replace('X-1', 'X-2'))}</w:tbl>"
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return zipped(docx_parts(body) | {"word/comments.xml": f'<w:comments xmlns:w="{main}">{comments}</w:comments>'})


def of_workbook() -> SheetLayout:
    return laid(workbook({"C2": NOTE}), "a.xlsx")


def of_open_document() -> SheetLayout:
    creator = '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Anna</dc:creator>'
    first, second = NOTE.rsplit(" ", 1)
    text = f"<text:p>{first}</text:p><text:p><text:span>{second}</text:span></text:p>"
    return laid(ods_list(f"<office:annotation>{creator}{text}</office:annotation>"), "a.ods")


def of_document() -> SheetLayout:
    first, second = NOTE.rsplit(" ", 1)
    comment = f'<w:comment w:id="7"><w:p><w:r><w:t>{first}</w:t></w:r></w:p><w:p><w:t>{second}</w:t></w:p></w:comment>'
    other = '<w:comment w:id="8"><w:p><w:r><w:t>anders</w:t></w:r></w:p></w:comment>'
    return laid(docx_list('<w:commentReference w:id="7"/>', comment + other), "a.docx")


def xls_record(kind: int, *data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(b"".join(data))) + b"".join(data)


def xls_with_note(content: bytes, row: int, place: int, text: str) -> bytes:
    """Put a note at a cell (both from 0) of the last sheet of an .xls, into the room at the end of its stream."""
    head, stream, rest = content[:512], content[512 : 512 + 4096], content[512 + 4096 :]
    end = stream.rstrip(b"\0").rindex(b"\x0a")
    records = b"".join(
        (
            xls_record(0x5D, struct.pack("<HHHHH12x", 0x15, 18, 0x19, 1, 0), struct.pack("<HH22xHH", 0x0D, 22, 0, 0)),
            xls_record(0x1B6, struct.pack("<HH6xHHH2x", 0, 0, len(text), 16, 0)),
            xls_record(0x3C, b"\0", text.encode("latin-1")),
            xls_record(0x3C, struct.pack("<HH4xHH4x", 0, 0, len(text), 0)),
            xls_record(0x1C, struct.pack("<HHHHHB", row, place, 0, 1, 4, 0), b"Anna\0"),
            xls_record(0x0A),
        )
    )
    assert len(stream[:end] + records) <= len(stream)
    return head + (stream[:end] + records).ljust(len(stream), b"\0") + rest


def test_notes_of_an_old_workbook_are_told() -> None:
    content = (FILES / "old-list.xls").read_bytes()
    assert laid(content, "a.xls").notes == {}
    found = laid(xls_with_note(content, 3, 1, NOTE), "a.xls")
    assert (found.notes, found.marks[4]) == ({4: (NOTE,)}, NOTED)
    assert laid(xls_with_note(content, 2, 1, NOTE), "a.xls").above == (NOTE, "Mandaatlijst")


@pytest.mark.parametrize("read", [of_workbook, of_open_document, of_document])
def test_rows_with_notes_are_asked_about_with_the_text_of_the_note(
    small_register: RegisterFolder, read: Callable[[], SheetLayout]
) -> None:
    found = read()
    assert (found.marks, found.notes) == ({2: NOTED}, {2: (NOTE,)})
    plan = planned(found, "mandates", fixed=EXCL)
    (asked,) = questions(found, plan)
    assert (asked.asks, asked.column) == ("marked", "noted")
    assert asked.values == (f"2: “{NOTE}” – {' · '.join(ROW.split(';'))}",)
    assert merge(small_register, found, plan).register is small_register
    kept = {
        is_read: [
            one.number
            for one in added(
                small_register, merge(small_register, found, replace(plan, marked={"noted": is_read})), "mandates"
            )
        ]
        for is_read in (True, False)
    }
    assert kept == {True: ["X-1", "X-2"], False: ["X-2"]}


def test_a_conversation_is_told_instead_of_what_older_programs_show_of_it() -> None:
    talk = f'<ThreadedComments xmlns="{TALK}">'
    talk += '<threadedComment ref="C2" id="{1}"><text>Eerst vragen</text></threadedComment>'
    talk += '<threadedComment ref="C2" id="{2}" parentId="{1}"><text>Akkoord &amp; klaar</text></threadedComment>'
    content = changed(
        workbook({"C2": "[Threaded comment] Your version …", "D3": "Ook hier"}),
        {"xl/worksheets/_rels/sheet1.xml.rels": ("</Relationships>", RELATION)},
        {"xl/threadedComments/threadedComment1.xml": f"{talk}</ThreadedComments>"},
    )
    assert laid(content, "a.xlsx").notes == {2: ("Eerst vragen", "Akkoord & klaar"), 3: ("Ook hier",)}


def test_a_note_at_a_heading_stands_above_the_list() -> None:
    found = laid(workbook({"E1": "Bedragen x € 1.000", "Z40": "Onder de lijst"}), "a.xlsx")
    assert (found.above, found.marks) == (("Bedragen x € 1.000", "Onder de lijst"), {})


def test_each_sheet_has_its_own_notes() -> None:
    found = sheets(workbook({"A2": "een"}, again=True), "a.xlsx")
    assert [one.notes for one in found.values()] == [{2: ("een",)}] * 2
    again = changed(
        workbook({"A2": "een"}, again=True),
        {"xl/worksheets/_rels/sheet2.xml.rels": ("../comments2.xml", "../comments1.xml")},
        {},
    )
    assert "has notes that belong to two sheets" in refusal(again, "a.xlsx")


@pytest.mark.parametrize("place", ["", "2", "AAAA1", "A0", "A12345678"])
def test_a_note_without_a_place_is_damage(place: str) -> None:
    content = changed(workbook({"A2": "een"}), {"xl/comments1.xml": ('ref="A2"', f'ref="{place}"')}, {})
    assert "has a note without a place" in refusal(content, "a.xlsx")


@pytest.mark.slow
def test_notes_that_are_too_long_or_too_many_are_refused() -> None:
    long = changed(workbook({"A2": "een"}), {"xl/comments1.xml": ("een", "x" * 40_000)}, {})
    assert "has a note of more than 32,767 signs" in refusal(long, "a.xlsx")
    many = f'<comment ref="A2"><text><t>{"x" * 30_000}</t></text></comment>' * 1700
    text = f'<comments xmlns="{MAIN}"><commentList>{many}</commentList></comments>'
    with ZipFile(io.BytesIO(workbook({"A2": "een"}))) as source:
        parts: dict[str, str | bytes] = {name: source.read(name) for name in source.namelist()}
    assert "signs of text" in refusal(zipped(parts | {"xl/comments1.xml": text}), "a.xlsx")
    comment = f'<w:comment w:id="7"><w:p><w:r><w:t>{"x" * 900_000}</w:t></w:r></w:p></w:comment>' * 6
    assert "has comments of more than 5,000,000 signs" in refusal(docx_list("", comment), "a.docx")


def test_a_comment_that_is_not_there_is_pointed_at_as_well() -> None:
    assert laid(docx_list('<w:commentReference w:id="1"/>', ""), "a.docx").notes == {2: ("?",)}
