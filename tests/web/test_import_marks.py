"""Marks of a matrix, notes at cells and looks that are elsewhere, as they are answered on the pages."""

from __future__ import annotations

import io

import xlsxwriter
from werkzeug.test import Client

from tests.web.forms import sent
from tests.web.pages import text_of
from tests.web.uploads import OF_NEW, answered, columns_of, imported, upload

MATRIX = (
    "Nr.;Bevoegdheid;Subsidieadviseur;Boombeheerder;Griffier\n"
    "1;Een subsidie verlenen;G;G;\n"
    "2;Een inkoopopdracht geven;x;G;x\n"
)
SAME = {"fixed.kinds": "mandate", "fixed.on_behalf_of": "college"}


def test_a_mark_is_answered_to_be_decided_together(client: Client) -> None:
    step = upload(client, MATRIX, "matrix.csv").location
    sent(client, step, sheet="matrix", table="mandates")
    step = step.replace("/table", "/columns")
    chosen = columns_of(client.get(step).text)
    assert [chosen[f"uses.c{place}"] for place in (2, 3, 4)] == ["functions"] * 3
    check = answered(client, step, chosen | SAME | {"uses.c0": "number"})
    mend = check.replace("/check", "/mend")
    assert "All who have it in a row decide together" in text_of(client.get(check).text)
    words = {"meanings.0.column": "max_amount", "meanings.0.word": "G", "meanings.0.how": "together"}
    words |= {"meanings.1.column": "max_amount", "meanings.1.word": "x", "meanings.1.how": "empty"}
    sent(client, mend, words)
    shown = text_of(client.get(check).text)
    assert "another in this row has to have the same mark" in shown
    sent(client, mend, {"mended.0.row": "3", "mended.0.place": "3", "mended.0.text": "x"})
    shown = text_of(client.get(check).text)
    assert "“g” stands for those of a row who have it decide together" in shown
    changes = text_of(client.get(imported(client, check)).text)
    assert "1-subsidieadviseur-boombeheerder" in changes
    assert "2-boombeheerder" in changes


def test_a_look_that_is_elsewhere_is_asked_about_till_somebody_looked(client: Client) -> None:
    text = "<meta charset=utf-8><link rel=stylesheet href=a.css><table>"
    text += "".join(f"<tr>{''.join(f'<td>{cell}' for cell in line.split(';'))}" for line in MATRIX.splitlines())
    step = upload(client, text, "matrix.html").location
    sent(client, step, sheet="Table 1", table="mandates")
    step = step.replace("/table", "/columns")
    said = columns_of(client.get(step).text) | SAME | {"uses.c0": "number"}
    answers = sent(client, step, said).location
    assert "struck or hidden text cannot be seen" in text_of(client.get(answers).text)
    assert sent(client, answers, OF_NEW | {"marked.look": "skip"}).status_code == 400
    assert sent(client, answers, OF_NEW | {"marked.look": "read"}).location.endswith("/check")


def test_the_text_of_a_note_is_shown_where_its_row_is_asked_about(client: Client) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Matrix")
        for row, line in enumerate(MATRIX.splitlines()):
            sheet.write_row(row, 0, line.split(";"))
        sheet.write_comment("C2", f"Alleen {'samen ' * 100}met de controller")
    step = upload(client, stream.getvalue(), "matrix.xlsx").location
    sent(client, step, sheet="Matrix", table="mandates")
    step = step.replace("/table", "/columns")
    said = columns_of(client.get(step).text) | SAME | {"uses.c0": "number"}
    answers = sent(client, step, said).location
    shown = text_of(client.get(answers).text)
    assert "samen met de controller” – 1 · Een subsidie verlenen" in shown
    assert sent(client, answers, OF_NEW | {"marked.noted": "skip"}).location.endswith("/check")
    assert "with a note in the file 1 (2)" in text_of(client.get(answers.replace("/answers", "/check")).text)
