"""The terms of `mandate_registry/terms`: complete, equal to the lists of the rules, and what the documentation says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields

import pytest

from mandate_registry.config import ROOT
from mandate_registry.errors import Lack
from mandate_registry.evidence.receipts import Flaw
from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.decision.gates import GATES
from mandate_registry.rules.facts import OWN_FIELDS, Disclosure, Kind, Nature, Trigger, Vat
from mandate_registry.rules.findings.findings import FindingCode, Severity
from mandate_registry.rules.integrity import KEYS
from mandate_registry.rules.lifecycle.lifecycle import ChangeKind, ChangesetState, Event, Status
from mandate_registry.rules.presentation_code import NameForm
from mandate_registry.services.cards.card_view import CardVerdict
from mandate_registry.services.checks.disclosure import COLLAPSED
from mandate_registry.services.checks.reason_texts import REASON_TEXTS
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.mandate_history import IMPORT
from mandate_registry.terms import TERMS, terms
from mandate_registry.terms.term_files import parse
from mandate_registry.web.register.entry_values import PATHS

TOLD_TO_PARTNERS = {*COLLAPSED.values(), "no_mandate", "input_required"}
CODES: dict[str, Iterable[str]] = {
    "reasons": {*Reason, *TOLD_TO_PARTNERS},
    "gates": (gate.__name__ for gate in GATES),
    "outcomes": Outcome,
    "card_verdicts": CardVerdict,
    "flaws": Flaw,
    "findings": FindingCode,
    "severities": Severity,
    "kinds": Kind,
    "natures": Nature,
    "vat": Vat,
    "triggers": Trigger,
    "disclosures": Disclosure,
    "own_fields": OWN_FIELDS,
    "statuses": Status,
    "changeset_states": ChangesetState,
    "events": {*Event, IMPORT},
    "planned_changes": ChangeKind,
    "tables": {*KEYS, "expected_checks"},
    "roles": Role,
    "lists": {*PATHS.values(), "traces"},
    "name_forms": NameForm,
    "entry_kinds": {table.replace("_", "-") for table in KEYS.keys() - {"organisations", "mandates"}},
    "expectation_fields": {one.name for one in fields(Expectation)} - {"id"},
}
CHECK = next((ROOT / "docs").rglob("check.md")).read_text(encoding="utf-8")
PARTS = """
vat:
  incl: {name: {en: including VAT, nl: inclusief btw}}
reasons:
  expired: {text: {en: It ended., nl: Het is afgelopen.}, advice_code: when}
  suspended: {text: {en: It is., nl: Het is.}, advice_code: when}
advice:
  when: {text: {en: Ask later., nl: Vraag het later.}}
"""


def test_every_code_of_the_rules_has_its_term_and_no_other() -> None:
    assert {kind: terms(kind).keys() for kind in CODES} == {kind: set(codes) for kind, codes in CODES.items()}
    assert {code.upper() for code in terms("lacks")} < Lack.__members__.keys()


@pytest.mark.parametrize(
    ("part", "instead", "wrong"),
    [
        ("en: It ended., nl: Het is afgelopen.", "en: It ended.", "reasons.expired.text lacks nl"),
        ("nl: Vraag het later.", "nl: ' '", "advice.when.text lacks nl"),
        ("nl: Vraag het later.", "nl: Vraag., de: Frag.", "advice.when.text has a language that nobody reads: de"),
        (", nl: Het is.}, advice_code: when", ", nl: Het is.}", "reasons.suspended lacks advice_code"),
        ("advice_code: when", "advice_code: later", "reasons.expired: there is no advice later"),
        ("advice_code: when", "advice_code: {en: x}", "reasons.expired.advice_code lacks a value"),
        ("{en: Ask later., nl: Vraag het later.}", "Ask later.", "advice.when.text lacks en.*lacks nl"),
        ("en: including VAT", "en: No", "vat.incl.name lacks en"),
        ("  incl:", "  no:", "vat.False is no text: quote it"),
    ],
)
def test_what_a_term_lacks_is_named(part: str, instead: str, wrong: str) -> None:
    assert set(parse(PARTS, "one.yaml")) == {"vat", "reasons", "advice"}
    with pytest.raises(ValueError, match=f"one.yaml: .*{wrong}"):
        parse(PARTS.replace(part, instead), "one.yaml")


def test_texts_fill_in_the_same_in_both_languages_and_name_their_article() -> None:
    for kind, found in TERMS.items():
        for code, term in found.items():
            for key, text in term.texts.items():
                filled = {language: set(re.findall(r"%\(\w+\)s|[{}]", said)) for language, said in text.items()}
                assert filled["en"] == filled["nl"], (kind, code, key)
                assert not {"{", "}"} & filled["en"], (kind, code, key)
            if kind in {"reasons", "kinds"}:
                named = set(re.findall(r"(?:Awb|BW) [\d:]+", str(term.texts)))
                assert named == {term.values.get("article")} - {None}, code


def test_the_api_adds_advice_to_a_reason_where_nobody_else_need_be_asked() -> None:
    assert REASON_TEXTS["subject_ambiguous"] == (
        "More than one person bears this name. Ask again by staff number, or by the code of a mandate card."
    )
    assert REASON_TEXTS["amount_above_limit"] == "The amount is above the limit."
    unsaid = [code for code, words in REASON_TEXTS.items() if "%(" in words]
    assert unsaid == []


def test_a_question_that_cannot_be_judged_is_told_in_short_what_to_state() -> None:
    asked_for = {code: terms("reasons")[code].values["advice_code"] for code in {*Reason, "input_required"}}
    unclear = {one for one in asked_for if one == "input_required" or Reason(one).outcome is Outcome.INDETERMINATE}
    assert [code for code in unclear if "short" not in terms("advice")[asked_for[code]].texts] == []


def test_every_kind_of_problem_has_its_page_below_its_title() -> None:
    pages = {page.stem: page.read_text(encoding="utf-8") for page in (ROOT / "docs/problems").glob("*.md")}
    heads = {code: f"# {one.texts['title']['en']} ({one.values['status']})" for code, one in terms("problems").items()}
    assert {code: text.splitlines()[0] for code, text in pages.items()} == heads


def test_what_a_check_means_names_every_reason() -> None:
    assert [code for code in terms("reasons") if f"`{code}`" not in CHECK] == []
    assert _codes_in_row("| `indeterminate` |") == {one for one in Reason if one.outcome is Outcome.INDETERMINATE}
    assert _codes_in_row("| reasons |") == TOLD_TO_PARTNERS


def _codes_in_row(start: str) -> set[str]:
    row = next(line for line in CHECK.splitlines() if line.startswith(start))
    return set(re.findall(r"`(\w+)`", row.removeprefix(start)))
