"""The tables of `tests/health`: what each finding finds, and what it does not.

Each table is about one finding. A case says what is found as severity and entries; other findings are not looked at.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mandate_registry.config import ROOT
from mandate_registry.rules.findings.findings import Expected, Finding, FindingCode, KeyInUse, PartnerRefusal, Severity
from mandate_registry.rules.findings.health import FINDINGS, findings
from mandate_registry.rules.integrity import KEYS
from mandate_registry.rules.sentences import make_sentence
from tests.rules.support import load, world_of

HEALTH = Path(__file__).parents[1] / "health"
TABLES = {path.stem: load(path) for path in sorted(HEALTH.glob("*.yaml"))}
CASES = [(code, case) for code, table in TABLES.items() for case in table["cases"]]


def found_in(code: str, case: dict[str, Any]) -> list[Finding]:
    """Return everything found in the register of a case."""
    table = TABLES[code]
    world = world_of(table, {**table["usual"], **case})
    at = datetime.fromisoformat(case.get("at", table["usual"]["at"]))
    refusals = [PartnerRefusal(**row | {"at": datetime.fromisoformat(row["at"])}) for row in case.get("refusals", [])]
    keys = [KeyInUse(**row) for row in case.get("keys", [])]
    expected = [Expected(**row) for row in case.get("expected", [])]
    return findings(world.register(), world.tables["instruments"], at, refusals, keys, expected)


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code}: {case['it']}" for code, case in CASES])
def test_what_is_found_is_what_the_table_says(code: str, case: dict[str, Any]) -> None:
    found = [finding for finding in found_in(code, case) if finding.code == code]
    assert [f"{one.severity}: {', '.join(key for _, key in one.entries)}" for one in found] == case["finds"]
    assert {one.article for one in found} <= {TABLES[code].get("article", "")}
    for finding in found:
        assert case.get("says", "") in str(finding.detail)


def test_every_finding_has_a_table_with_a_case_and_a_near_miss() -> None:
    assert TABLES.keys() == set(FindingCode)
    assert {find.__name__ for find in FINDINGS} == set(FindingCode)
    for table in TABLES.values():
        assert {bool(case["finds"]) for case in table["cases"]} == {True, False}


def test_every_finding_has_its_page_which_names_its_severity_and_article() -> None:
    pages = {page.stem: page.read_text(encoding="utf-8") for page in (ROOT / "docs/findings").glob("*.md")}
    assert pages.keys() == set(FindingCode)
    for code, table in TABLES.items():
        assert f"Article: {table['article']}." in pages[code] if "article" in table else "Article:" not in pages[code]
        for severity in {line.partition(":")[0] for case in table["cases"] for line in case["finds"]}:
            assert severity in pages[code].splitlines()[2].lower()


def test_entries_are_named_as_the_register_names_them() -> None:
    named = {entry for code, case in CASES for finding in found_in(code, case) for entry in finding.entries}
    assert {table for table, _ in named} <= KEYS.keys()


def test_findings_come_worst_first_then_by_code_then_by_number() -> None:
    places = [
        _place(Severity.ERROR, FindingCode.TYPE_NOT_COVERED, "M-10"),
        _place(Severity.WARNING, FindingCode.EXPIRES_SOON, "M-2"),
        _place(Severity.WARNING, FindingCode.EXPIRES_SOON, "M-10"),
        _place(Severity.WARNING, FindingCode.SEAT_VACANT, "M-1"),
        _place(Severity.NOTICE, FindingCode.EXPIRES_SOON, "M-1"),
    ]
    assert sorted(places) == places
    for code, case in CASES:
        found = [finding.place for finding in found_in(code, case)]
        assert found == sorted(found)


def _place(severity: Severity, code: FindingCode, number: str) -> Any:
    return Finding(code, severity, "", (("mandates", number),), make_sentence("")).place
