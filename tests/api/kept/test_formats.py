"""What is kept of questions, what receipts claim of them and what is told of both stay as they were frozen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from api.app import create_app
from mandate_registry import bootstrap
from mandate_registry.evidence.receipts import Receipt, key_set, verify
from mandate_registry.services.checks.receipt_claims import question_claims, question_from_claims
from mandate_registry.services.installation import Installation
from tests.api.installations import hurried
from tests.api.kept import kept_questions
from tests.api.kept.kept_questions import AGREED, FILE, Callers, at_the_moment, nameless
from tests.support.templates import Template

pytestmark = pytest.mark.either_database
FROZEN: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
"""What was asked, kept, claimed and read back when the formats were frozen: real rows, and receipts with their keys."""


@pytest.fixture(scope="module")
def template() -> Template:
    return AGREED


@pytest.fixture
def installation(database: str) -> Iterator[Installation]:
    opened = bootstrap.build(hurried(database))
    yield opened
    opened.close()


@pytest.fixture
def app(installation: Installation) -> Flask:
    return create_app(installation)


def test_the_same_is_told_kept_and_claimed_of_every_question(app: Flask, installation: Installation) -> None:
    with at_the_moment():
        answered = kept_questions.ask_everything(Callers.of(app))
    rows = kept_questions.kept_rows(installation)
    assert nameless(answered) == nameless(FROZEN["answered"])
    assert nameless(kept_questions.with_stated(rows)) == nameless(kept_questions.with_stated(FROZEN["kept"]))
    assert nameless(kept_questions.claimed(rows)) == nameless(kept_questions.claimed(FROZEN["kept"]))


def test_what_was_kept_is_read_back_as_it_was(app: Flask, installation: Installation) -> None:
    with at_the_moment():
        kept_questions.keep_rows(installation, FROZEN["kept"])
        read = kept_questions.read_back(Callers.of(app), FROZEN["kept"])
    assert read.pop("told") == [told | {"receipt": None} for told in kept_questions.told_in(FROZEN["answered"])]
    assert nameless(read) == nameless(FROZEN["read"])


def test_receipts_of_then_verify_and_their_questions_are_read_back() -> None:
    keys = key_set(FROZEN["keys"])
    given = [row["receipt"] for row in FROZEN["kept"] if row["receipt"]]
    assert len(given) > 5
    for text in given:
        receipt = verify(text, keys)
        assert isinstance(receipt, Receipt)
        claims = receipt.claims
        again = question_from_claims(claims["question"], claims["at"], claims["knownAt"], claims["evaluatedAt"])
        assert question_claims(again) == claims["question"]
