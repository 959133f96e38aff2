"""The expected answers: read exactly as written, or refused with the line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mandate_registry.register_folder import InvalidRegister, read_expectations
from mandate_registry.register_folder.expectations import (
    MAX_BYTES,
    MAX_NODES,
    Expectation,
    as_json,
    parse_expectations,
    write_expectations,
)
from mandate_registry.rules.answers import Outcome, Reason
from tests.register_folder.strategies import expectations
from tests.register_folder.support import REGISTERS

SMALL = {
    "id": "one",
    "employees": '["W-1"]',
    "decision_type": "contract",
    "at": "2015-09-01T12:00:00+02:00",
    "outcome": "authorised",
}


def checks(path: Path, *items: dict[str, str]) -> Path:
    text = "".join(f"- {'  '.join(f'{key}: {value}' + chr(10) for key, value in item.items())}" for item in items)
    (path / "checks.yaml").write_text(text, encoding="utf-8")
    return path / "checks.yaml"


def refused(path: Path) -> list[str]:
    with pytest.raises(InvalidRegister) as error:
        read_expectations(path)
    return [str(found) for found in error.value.errors]


@pytest.mark.parametrize("path", REGISTERS, ids=lambda path: path.name)
def test_the_expected_answers_of_the_demonstration_are_read(path: Path) -> None:
    assert read_expectations(path / "checks.yaml")


def test_everything_is_read(tmp_path: Path) -> None:
    full = SMALL | {
        "why": "art. 3",
        "employees": '["W-1", "Jan Jansen"]',
        "amount": '"100000.00"',
        "vat": "incl",
        "currency": "USD",
        "case": '"012"',
        "unit": "ict",
        "about": '"K-004"',
        "counterparty": '"00000009000000000002"',
        "confirmed_conditions": "all",
        "primary_decision_by": '["K-002"]',
        "known_at": '"2015-09-02T12:00:00Z"',
        "outcome": "not_authorised",
        "reason": "amount_above_limit",
        "mandate": "KVK-3.2.1",
    }
    (found,) = read_expectations(checks(tmp_path, full))
    assert found.employees == ("W-1", "Jan Jansen")
    assert (found.amount, found.case, found.primary_decision_by) == (Decimal("100000.00"), "012", ("K-002",))
    assert (found.outcome, found.reason) == (Outcome.NOT_AUTHORISED, Reason.AMOUNT_ABOVE_LIMIT)
    assert found.known_at == datetime(2015, 9, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_time_keeps_its_offset(quote: str, tmp_path: Path) -> None:
    at = f"{quote}2015-09-01T12:00:00+02:00{quote}"
    (found,) = read_expectations(checks(tmp_path, SMALL | {"at": at}))
    assert found.at == datetime(2015, 9, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    assert found.at.utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
    ("given", "conditions"),
    [("all", "all"), ('["Na advies."]', ("Na advies.",))],
)
def test_all_conditions_or_some_are_confirmed(given: str, conditions: str | tuple[str, ...], tmp_path: Path) -> None:
    (found,) = read_expectations(checks(tmp_path, SMALL | {"confirmed_conditions": given}))
    assert found.confirmed_conditions == conditions


def test_an_empty_file_expects_nothing(tmp_path: Path) -> None:
    assert read_expectations(checks(tmp_path)) == []


@pytest.mark.parametrize(
    ("key", "value", "detail"),
    [
        ("at", "2015-09-01T12:00:00", "is not a time with its offset"),
        ("at", "2015-09-01", "is not a time with its offset"),
        ("at", '"yesterday"', "is not a time with its offset"),
        ("at", "12", "is not a time such as"),
        ("amount", "100000.00", "'100000.00' is not a text: put it in quotes"),
        ("amount", '"1.000,00"', "is not an amount such as 50000.00"),
        ("vat", "high", "'high' is none of incl, excl, none"),
        ("currency", "euro", "'euro' is not a currency such as EUR"),
        ("case", "012", "'012' is not a text: put it in quotes"),
        ("unit", "no", "'no' is not a text: put it in quotes"),
        ("employees", "W-1", "is not a list of texts"),
        ("employees", "[]", "is not a list of texts"),
        ("employees", "[1]", "'1' is not a text: put it in quotes"),
        ("employees", "[[W-1]]", "is not a text"),
        ("confirmed_conditions", "some", "is not 'all' or a list of texts"),
        ("confirmed_conditions", "{a: b}", "is not 'all' or a list of texts"),
        ("outcome", "perhaps", "'perhaps' is none of not_authorised, indeterminate, conditional, authorised"),
        ("reason", "too_much", "'too_much' is none of"),
        ("mandate", '""', "is empty"),
        ("why", '"a\\0b"', "holds a character that is none"),
        ("why", '"\\ufffe"', "holds a character that is none"),
        ("at", "0001-01-01T00:00:00+14:00", "is not a time in the years 1900 to 2999"),
        ("amonut", '"1.00"', "is not a key of an expected answer"),
    ],
)
def test_a_wrong_value_is_named(key: str, value: str, detail: str, tmp_path: Path) -> None:
    (found,) = refused(checks(tmp_path, {key: value} | {name: SMALL[name] for name in SMALL if name != key}))
    assert found.startswith(f"checks.yaml, line 1, column {key}: ")
    assert detail in found


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    bare = {"id": "two", "outcome": "conditional"}
    assert refused(checks(tmp_path, SMALL, SMALL, bare)) == [
        "checks.yaml, line 6, column id: 'one' stands here twice",
        "checks.yaml, line 11, column employees: must be given",
        "checks.yaml, line 11, column decision_type: must be given",
        "checks.yaml, line 11, column at: must be given",
        "checks.yaml, line 11, column reason: must be given for the outcome conditional",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id: one", "checks.yaml: is not a list of expected answers"),
        ("- one", "checks.yaml, line 1: is not an expected answer"),
        ("- {a: b", "checks.yaml, line 2: is not YAML: did not find expected ',' or '}'"),
        ("- \x00", "checks.yaml: is not readable as YAML"),
        ('- "\\ud800"', "checks.yaml, line 1: is not YAML: found invalid Unicode character escape code"),
        ("[" * 5000, "checks.yaml: has lists more than 20 deep within one another"),
        ("- " * 5000, "checks.yaml: has lists more than 20 deep within one another"),
    ],
)
def test_what_is_no_list_of_expected_answers_is_refused(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "checks.yaml").write_text(text, encoding="utf-8")
    assert refused(tmp_path / "checks.yaml")[0] == sentence


def test_a_file_that_would_take_too_long_to_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "checks.yaml").write_text("#" * (MAX_BYTES + 1), encoding="utf-8")
    assert refused(tmp_path / "checks.yaml") == ["checks.yaml: is larger than 2 MB"]


@pytest.mark.parametrize("text", ["[{}]", "- id: x\n  employees: [{}]\n", "- &a [{}]\n- *a\n"])
def test_no_tree_is_built_of_a_file_with_too_much_in_it(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[yaml.Event] = []
    parse = yaml.parse

    def listened(*source: Any, **options: Any) -> Iterator[yaml.Event]:
        for event in parse(*source, **options):
            told.extend([event] * isinstance(event, yaml.NodeEvent))
            yield event

    monkeypatch.setattr(yaml, "parse", listened)
    monkeypatch.setattr(yaml, "compose", None)
    with pytest.raises(InvalidRegister, match=r"checks\.yaml: has more than 120,000 keys and values"):
        parse_expectations(text.format("a," * 400_000))
    assert len(told) == MAX_NODES + 1


def test_thousands_of_expected_answers_are_read() -> None:
    text = "".join(f"{key}: {value}\n  " for key, value in SMALL.items() if key != "id")
    assert len(parse_expectations("".join(f"- id: i{one}\n  {text}\n" for one in range(2500)))) == 2500


@pytest.mark.parametrize(
    ("key", "most"), [("employees", 20), ("primary_decision_by", 20), ("confirmed_conditions", 100)]
)
def test_an_expected_answer_names_no_more_than_it_may(key: str, most: int, tmp_path: Path) -> None:
    path = checks(tmp_path, SMALL | {key: f"[{', '.join(['x'] * most)}]"})
    assert len(getattr(read_expectations(path)[0], key)) == most
    refusals = refused(checks(tmp_path, SMALL | {key: f"[{', '.join(['x'] * (most + 1))}]"}))
    assert [one.partition(", column ")[2] for one in refusals] == [f"{key}: has more than {most} texts"]


def test_reading_ends_after_a_thousand_errors() -> None:
    with pytest.raises(InvalidRegister) as found:
        parse_expectations("- &a [x]\n" + "- *a\n" * 50_000)
    assert len(found.value.errors) == 1000


def test_a_small_file_is_not_made_large_by_what_it_repeats(tmp_path: Path) -> None:
    bomb = "".join(f"- &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 12))
    (tmp_path / "checks.yaml").write_text(f"- &a0 [a]\n{bomb}- ? *a11\n  : x\n", encoding="utf-8")
    assert all(len(error) < 500 for error in refused(tmp_path / "checks.yaml"))
    long = "x" * 100_000
    items = "".join(f"- {{id: i{number}, at: *long}}\n" for number in range(50))
    (tmp_path / "checks.yaml").write_text(f"- {{id: one, at: &long {long}}}\n{items}", encoding="utf-8")
    assert all(len(error) < 500 for error in refused(tmp_path / "checks.yaml"))


@given(st.lists(expectations, unique_by=lambda one: one.id, max_size=3))
def test_what_is_written_is_read_again(written: list[Expectation]) -> None:
    read = parse_expectations(write_expectations(written))
    assert read == written
    assert [one.at.utcoffset() for one in read] == [one.at.utcoffset() for one in written]
    assert [parse_expectations(as_json(one))[0] for one in written] == written


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    assert refused(tmp_path / "checks.yaml") == ["checks.yaml: does not exist"]


def test_a_key_given_twice_is_an_error(tmp_path: Path) -> None:
    path = checks(tmp_path, SMALL)
    path.write_text(f"{path.read_text(encoding='utf-8')}  id: two\n", encoding="utf-8")
    assert refused(path) == ["checks.yaml, line 6, column id: is given twice"]
