"""The numbers that Word shows before text, and that stand nowhere in the document, are read as it shows them."""

from __future__ import annotations

import pytest

from mandate_registry.register_folder.grid.sheet_layout import Mark, RawCell, SheetLayout
from mandate_registry.register_folder.word.word_list_numbers import written
from tests.register_folder.sample_files import docx_parts, laid, refusal, zipped

LISTS = '<w:numbering xmlns:w="w">{}</w:numbering>'
STYLES = (
    '<w:styles xmlns:w="w">'
    '<w:style w:styleId="Kop1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="Kop2"><w:name w:val="heading 2"/><w:basedOn w:val="Kop1"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="Ander"><w:basedOn w:val="Kop2"/></w:style>'
    '<w:style w:styleId="Zonder"><w:basedOn w:val="Kop1"/>'
    '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    "</w:styles>"
)


def level(place: int, text: str, kind: str = "decimal", start: int = 1, more: str = "") -> str:
    told = f'<w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{place}">{told}</w:lvl>'


def defined(*levels: str, number: int = 0) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def used(number: int = 1, abstract: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


OUTLINE = defined(level(0, "%1."), level(1, "%1.%2"), level(2, "%3)", "lowerLetter")) + used()


def listed(text: str = "x", place: int = 0, number: int = 1, end: str = "") -> str:
    """Make a paragraph of a list."""
    told = f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{told}<w:rPr>{end}</w:rPr></w:pPr>{f'<w:r><w:t>{text}</w:t></w:r>' if text else ''}</w:p>"


def styled(style: str, text: str = "x", more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def read(lists: str, *paragraphs: str, before: str = "") -> SheetLayout:
    """Read a document with a table in which each paragraph is a row."""
    rows = "".join(f"<w:tr><w:tc>{one}</w:tc><w:tc><w:p/></w:tc></w:tr>" for one in ("<w:p/>", *paragraphs))
    rows = rows.replace("<w:p/>", "<w:p><w:r><w:t>Kop</w:t></w:r></w:p>")
    parts = docx_parts(f"{before}<w:tbl>{rows}</w:tbl>")
    return laid(zipped(parts | {"word/numbering.xml": LISTS.format(lists), "word/styles.xml": STYLES}), "a.docx")


def shown(lists: str, *paragraphs: str) -> list[str]:
    return [cells[0] for _, cells in read(lists, *paragraphs).rows]


def test_levels_are_counted_and_begin_again_below_a_higher_one() -> None:
    places = (0, 1, 1, 2, 2, 0, 1, 2)
    found = shown(OUTLINE, *(listed("x", place) for place in places))
    assert found == ["1. x", "1.1 x", "1.2 x", "a) x", "b) x", "2. x", "2.1 x", "a) x"]


def test_a_number_alone_is_what_a_cell_shows() -> None:
    found = read(OUTLINE, listed(""), listed(""), listed("", 1))
    assert ([cells[0] for _, cells in found.rows], found.typed) == (["1.", "2.", "2.1"], {})


@pytest.mark.parametrize(
    ("kind", "count", "text"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalZero", 12, "12"),
        ("lowerLetter", 1, "a"),
        ("lowerLetter", 26, "z"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 54, "bbb"),
        ("lowerRoman", 4, "iv"),
        ("upperRoman", 44, "XLIV"),
        ("upperRoman", 399, "CCCXCIX"),
        ("lowerLetter", 0, None),
        ("decimal", 0, "0"),
        ("decimal", 781, None),
        ("cardinalText", 1, None),
        ("custom", 1, None),
    ],
)
def test_numbers_are_written_as_their_list_says(kind: str, count: int, text: str | None) -> None:
    assert written(count, kind) == text


def test_a_list_begins_where_it_says_and_where_its_use_says() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    lists = defined(level(0, "Artikel %1", start=3)) + used() + used(2, more=override) + used(3)
    found = shown(lists, listed(), listed(), listed(number=2), listed(number=2), listed(number=3))
    assert found == ["Artikel 3 x", "Artikel 4 x", "Artikel 7 x", "Artikel 8 x", "Artikel 9 x"]


def test_a_use_of_a_list_may_have_a_level_of_its_own() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "(%1)", "upperRoman")}</w:lvlOverride>'
    lists = defined(level(0, "%1.")) + used() + used(2, more=override)
    assert shown(lists, listed(), listed(number=2)) == ["1. x", "(II) x"]


def test_a_level_may_go_on_below_a_higher_one() -> None:
    going = '<w:lvlRestart w:val="0"/>'
    lists = (
        defined(level(0, "%1."), level(1, "%2", more=going), level(2, "%3", more='<w:lvlRestart w:val="1"/>')) + used()
    )
    found = shown(lists, *(listed("x", place) for place in (0, 1, 2, 1, 2, 0, 1, 2)))
    assert found == ["1. x", "1 x", "1 x", "2 x", "2 x", "2. x", "3 x", "1 x"]


def test_a_legal_list_and_what_stands_after_a_number() -> None:
    legal = level(1, "%1.%2", more='<w:isLgl/><w:suff w:val="nothing"/>')
    lists = defined(level(0, "%1", "upperRoman", more='<w:suff w:val="space"/>'), legal) + used()
    assert shown(lists, listed(), listed("y", 1)) == ["I x", "1.1y"]


def test_a_list_may_be_that_of_a_style() -> None:
    levels = level(0, "Artikel %1", more='<w:pStyle w:val="Kop1"/>'), level(1, "%1.%2", more='<w:pStyle w:val="Kop2"/>')
    lists = defined(*levels) + used()
    nothing = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    paragraphs = styled("Kop1"), styled("Kop2"), styled("Ander"), styled("Zonder"), styled("Kop2", more=nothing)
    assert shown(lists, *paragraphs) == ["Artikel 1 x", "1.1 x", "1.2 x", "x", "x"]
    found = read(lists, styled("Kop1"), before=styled("Kop1", "Mandaten") + styled("Kop2", "Lijst"))
    assert (found.above, found.rows) == (("Artikel 1 Mandaten", "1.1 Lijst"), [(2, ["Artikel 2 x", "Kop"])])


def test_a_list_may_be_defined_by_a_style_of_lists() -> None:
    lists = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Lijst"/></w:abstractNum>' + used()
    lists += defined('<w:styleLink w:val="Lijst"/>', level(0, "%1."), number=4)
    assert shown(lists, listed(), listed()) == ["1. x", "2. x"]


def test_a_bold_paragraph_with_a_number_is_a_heading() -> None:
    bold = listed("").replace("</w:p>", "<w:r><w:rPr><w:b/></w:rPr><w:t>Inkoop</w:t></w:r></w:p>")
    assert read(OUTLINE, "<w:p/>", before=bold).above == ("1. Inkoop",)


def test_signs_before_lines_are_no_values() -> None:
    lists = defined(level(0, "\uf0b7", "bullet")) + used()
    found = read(lists, listed("binnen budget"), listed(""))
    assert [cells[0] for _, cells in found.rows] == ["binnen budget", "[bullet]"]
    assert found.typed == {(3, 0): RawCell("[bullet]", is_shown=False)}


CUSTOM = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><x:Alt xmlns:x="x"><x:Choice><w:numFmt w:val="custom" w:format="001"/>'
    '</x:Choice><x:Fallback><w:numFmt w:val="decimal"/></x:Fallback></x:Alt><w:lvlText w:val="%1"/></w:lvl>'
)


@pytest.mark.parametrize(
    ("lists", "paragraph"),
    [
        ("", listed()),
        (used(), listed()),
        (OUTLINE, listed(number=5)),
        (OUTLINE, listed(place=5)),
        (OUTLINE, listed(place=1)),
        (OUTLINE, listed().replace('w:ilvl w:val="0"', 'w:ilvl w:val="x"')),
        (defined(level(0, "%1", "cardinalText")) + used(), listed()),
        (defined(level(0, "%1", start=900)) + used(), listed()),
        (defined(CUSTOM) + used(), listed()),
        (OUTLINE, listed(end="<w:del/>")),
        (OUTLINE, listed(end="<w:moveFrom/>")),
        (OUTLINE, listed(end="<w:vanish/>")),
    ],
    ids=range(12),
)
def test_a_number_that_is_not_sure_makes_its_cell_no_value(lists: str, paragraph: str) -> None:
    found = read(lists, paragraph)
    assert found.rows == [(2, ["[number] x", "Kop"])]
    assert found.typed == {(2, 0): RawCell("[number] x", is_shown=False)}


def test_no_number_is_sure_after_a_paragraph_that_may_be_gone() -> None:
    other = defined(level(0, "%1."), number=1) + used(2, 1)
    found = shown(OUTLINE + other, listed(), listed(end="<w:del/>"), listed(), listed(number=2))
    assert found == ["1. x", "[number] x", "[number] x", "1. x"]


def test_what_a_paragraph_was_before_a_change_does_not_count() -> None:
    former = '<w:pPrChange><w:pPr><w:pStyle w:val="Kop1"/><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:pPrChange>'
    plain = f"<w:p><w:pPr>{former}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>"
    assert shown(OUTLINE, plain, listed()) == ["x", "1. x"]


def test_a_struck_paragraph_is_struck_with_its_number() -> None:
    gone = listed("").replace("</w:p>", "<w:r><w:rPr><w:strike/></w:rPr><w:t>x</w:t></w:r></w:p>")
    assert read(OUTLINE, gone, listed()).marks == {2: frozenset({Mark.STRUCK})}


def test_too_many_lists_are_refused() -> None:
    parts = docx_parts("<w:p/>") | {"word/numbering.xml": LISTS.format("".join(map(used, range(66_000))))}
    assert "has more than 65,536 lists" in refusal(zipped(parts), "a.docx")
