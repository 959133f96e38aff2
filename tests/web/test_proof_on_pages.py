"""The proof of an answer: on paper, as a file, and brought back."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from pypdf import PdfReader
from werkzeug.test import Client

from mandate_registry.services.permissions import Role
from mandate_registry.web.check.answer_pdf import FONTS, draw
from mandate_registry.web.check.answer_texts import AnswerText
from tests.web.forms import sent
from tests.web.moments import AFTERNOON
from tests.web.pages import text_of
from tests.web.partner_forms import agree, answered, partner
from tests.web.site import Site


@pytest.fixture(scope="module", autouse=True)
def _at_the_table() -> Iterator[None]:
    with time_machine.travel(AFTERNOON, tick=False):
        yield


@pytest.fixture(scope="module")
def agreed(kept: Site) -> Site:
    return agree(kept)


@pytest.fixture
def client(agreed: Site) -> Client:
    return partner(agreed)


@pytest.mark.parametrize(
    ("lang", "verdict", "label"),
    [
        ("nl", "Ja, Imke Ravenstein mag dit beslissen", "Namens"),
        ("en", "Yes, Imke Ravenstein may decide this", "On behalf of"),
    ],
)
def test_the_paper_says_what_the_page_says_and_bears_the_receipt(
    client: Client, lang: str, verdict: str, label: str
) -> None:
    address = answered(client)
    paper = PdfReader(BytesIO(client.get(f"{address}/receipt.pdf?lang={lang}").data))
    text = " ".join(paper.pages[0].extract_text().split())
    assert len(paper.pages) == 1
    assert all(words in text for words in (verdict, label, "RS-2026-014", "23", "14:32:07", address))
    assert paper.metadata
    assert str(paper.metadata.title).startswith(verdict)
    assert str(paper.trailer["/Root"]["/Lang"])[:2] == lang  # type: ignore[index]  # (pypdf says not what a trailer holds)
    (attached,) = paper.attachments.values()
    assert attached[0] == client.get(f"{address}/receipt.jws").data


def test_the_code_on_the_paper_leads_to_the_answer(client: Client, npm_tools: Path) -> None:
    address = answered(client)
    (code,) = PdfReader(BytesIO(client.get(f"{address}/receipt.pdf").data)).pages[0].images
    picture = BytesIO()
    assert code.image
    code.image.convert("RGB").save(picture, "PNG")
    read = subprocess.run(
        ["node", "read-qr.mjs"], cwd=npm_tools.parents[1], input=picture.getvalue(), capture_output=True, check=True
    ).stdout
    assert read.decode().strip().endswith(address)


def test_any_name_and_any_length_fits_on_one_sheet() -> None:
    long = AnswerText(
        organisation="Gemeente Łódź-Győr-Muğla",
        tone="bad",
        headline="Nee " + "Đorđe Şahin " * 8,
        lead="x " * 200,
        advice="y " * 100,
        facts=[("Wie", "z " * 3000)] * 12,
        parts=[],
        conditions=["c"],
        signature=["a", "b"],
        checked="nu",
        moment=datetime(2026, 11, 23, tzinfo=UTC),
        identity="1",
    )
    paper = PdfReader(BytesIO(draw(long, "a.b.c", "https://example.org/answers/1", "nl")))
    text = paper.pages[0].extract_text()
    assert (len(paper.pages), "Gemeente Łódź-Győr-Muğla" in text, "Đorđe Şahin" in text) == (1, True, True)
    assert "https://example.org/answers/1" in text


def test_the_letters_on_paper_are_those_that_were_vendored() -> None:
    stated = dict(line.split()[::-1] for line in (FONTS / "hashes.txt").read_text("utf-8").splitlines())
    files = {path.name: path for path in FONTS.iterdir() if path.name != "hashes.txt"}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()} == stated


def test_the_proof_that_the_log_has_it_is_a_file(client: Client) -> None:
    proof = client.get(f"{answered(client)}/receipt.tlog-proof")
    assert proof.text.startswith("c2sp.org/tlog-proof")
    assert "attachment" in proof.headers["Content-Disposition"]


def test_a_receipt_brought_back_is_told_genuine_and_the_same(client: Client) -> None:
    receipt = client.get(f"{answered(client)}/receipt.jws").text
    broken = "\n".join(receipt[place : place + 70] for place in range(0, len(receipt), 70))
    pasted = sent(client, "/verify", {"receipt": broken})
    uploaded = sent(client, "/verify", {"file": (BytesIO(receipt.encode()), "receipt.jws")})
    for found in (pasted, uploaded):
        assert found.status_code == 200
        assert "Echt, en het antwoord zou vandaag hetzelfde zijn" in text_of(found.text)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda receipt: receipt[:-8] + "AAAAAAAA", "De ondertekening klopt niet"),
        (lambda receipt: receipt[:-30], "is niet echt"),
        (lambda _: "hello", "Dit is geen antwoordbewijs"),
        (lambda _: "", "Vul dit in"),
    ],
    ids=["forged", "cut off", "none", "empty"],
)
def test_a_receipt_that_is_not_genuine_is_told_so(client: Client, spoil: object, said: str) -> None:
    receipt = client.get(f"{answered(client)}/receipt.jws").text
    assert callable(spoil)
    assert said in text_of(sent(client, "/verify", {"receipt": spoil(receipt)}).text)


def test_who_was_not_given_a_receipt_is_not_told_what_the_register_says_today(agreed: Site, client: Client) -> None:
    receipt = client.get(f"{answered(client)}/receipt.jws").text
    other = agreed.client(Role.PARTNER, organisation="00000009100000000009")
    text = text_of(sent(other, "/verify", {"receipt": receipt}).text)
    assert "alleen wie het antwoordbewijs kreeg" in text
