"""Reading `checks.yaml`: the answers that the owner of a register expects of it.

The file is read from its syntax tree, not with the usual loader: that one makes a number of a case reference
such as `012` and loses the offset of a time, and a check of the law may not rest on such guesses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import yaml

from mandate_registry.register_folder.problems import CellError, InvalidRegister, Problems, unreadable
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.moments import YEARS
from mandate_registry.rules.notation import CURRENCY, parse_amount
from mandate_registry.rules.plain_data import ALL

FILE = "checks.yaml"
TEXT_TAG = "tag:yaml.org,2002:str"
TIME_TAGS = {TEXT_TAG, "tag:yaml.org,2002:timestamp"}
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MAX_BYTES = 2_000_000
"""So much of a file is read."""
MAX_NODES = 120_000
"""So many keys and values has a file at most: those of 3,500 expected answers, which take about a second."""
MAX_DEPTH = 20
"""So deep may lists and mappings stand within one another; an expected answer needs three."""
MAX_EMPLOYEES = 20
MAX_CONDITIONS = 100
"""So many are named in one expected answer at most."""

SHOWN = 300  # so much of a wrong value is repeated in an error


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A question with its expected answer. Instants keep the offset with which they were written.

    `employees` are numbers, OIN/numbers or full names; `known_at` None means now; `mandate` None means any.
    `confirmed_conditions` is "all" or the conditions that are confirmed.
    """

    id: str
    why: str = ""
    employees: tuple[str, ...]
    decision_type: str
    at: datetime
    outcome: Outcome
    reason: Reason | None = None
    mandate: str | None = None
    amount: Decimal | None = None
    vat: Vat = Vat.EXCL
    currency: str = "EUR"
    case: str | None = None
    unit: str | None = None
    about: str | None = None
    counterparty: str | None = None
    confirmed_conditions: str | tuple[str, ...] = ()
    primary_decision_by: tuple[str, ...] = ()
    known_at: datetime | None = None


def read_expectations(path: Path) -> list[Expectation]:
    """Read a file of expectations; raise InvalidRegister with all errors, a row being a line of the file."""
    try:
        with path.open("rb") as stream:
            return parse_expectations(stream.read(MAX_BYTES + 1))
    except FileNotFoundError as error:
        raise unreadable(FILE, "missing_file", "does not exist") from error
    except OSError as error:
        raise unreadable(FILE, "not_readable", "is not readable as YAML") from error


def parse_expectations(text: str | bytes) -> list[Expectation]:
    """Read the text of such a file, which may be JSON as well; InvalidRegister as `read_expectations`."""
    if len(text) > MAX_BYTES:
        raise unreadable(FILE, "too_large", f"is larger than {MAX_BYTES // 10**6} MB")
    return list(_parsed(text))


@lru_cache(maxsize=2)
def _parsed(text: str | bytes) -> tuple[Expectation, ...]:
    """Read a text that an import reads several times: to look ahead, to show and to carry out."""
    problems = Problems()
    found: dict[str, Expectation] = {}
    for node in _items(text):
        if problems.full:
            break
        values = _values(node, problems)
        if values is not None and values["id"] in found:
            problems.add(_error(node, "id", "duplicate", f"{values['id']!r} stands here twice"))
        elif values is not None:
            found[values["id"]] = Expectation(**values)
    problems.raise_if_any()
    return tuple(found.values())


def as_plain(expectation: Expectation) -> dict[str, Any]:
    """Return an expectation as the file has it, in texts; what is not stated is left out."""
    usual = Expectation(id="", employees=(), decision_type="", at=expectation.at, outcome=expectation.outcome)
    stated = {field.name: getattr(expectation, field.name) for field in fields(Expectation)}
    return {name: _plain(value) for name, value in stated.items() if name in _REQUIRED or value != getattr(usual, name)}


def as_json(expectation: Expectation) -> str:
    """Return an expectation as JSON that is YAML too, so that `parse_expectations` reads it."""
    text = json.dumps([as_plain(expectation)], ensure_ascii=False)
    return text.translate(_LINES_TO_YAML)


_LINES_TO_YAML = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\u2028\u2029\ufeff"}
"""Within quotes, JSON takes these as they are, and YAML for the end of a line, or for nothing."""


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)


def write_expectations(expectations: Iterable[Expectation]) -> str:
    """Write a file of expectations."""
    plain = [as_plain(expectation) for expectation in expectations]
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120)


def _must_be_bearable(text: str | bytes) -> None:
    """Refuse a text of too many or too deep nodes before its tree is built; raise InvalidRegister, or a YAMLError.

    The parser in C is told of one event after the other here. It builds the tree without a limit of depth, on the
    stack of the process.
    """
    nodes = depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        nodes += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if nodes > MAX_NODES:
            raise unreadable(FILE, "too_large", f"has more than {MAX_NODES:,} keys and values")
        if depth > MAX_DEPTH:
            raise unreadable(FILE, "not_readable", f"has lists more than {MAX_DEPTH} deep within one another")


def _items(text: str | bytes) -> list[yaml.Node]:
    try:
        _must_be_bearable(text)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise InvalidRegister([CellError(FILE, line, None, "not_readable", f"is not YAML: {error.problem}")]) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise unreadable(FILE, "not_readable", "is not readable as YAML") from error
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise unreadable(FILE, "not_readable", "is not a list of expected answers")
    return list(root.value)


def _error(node: yaml.Node, column: str | None, code: str, detail: str) -> CellError:
    return CellError(FILE, node.start_mark.line + 1, column and column[:SHOWN], code, detail[:SHOWN])


def _values(item: yaml.Node, problems: Problems) -> dict[str, Any] | None:
    """Read one expectation into the arguments of its class; None if anything in it is wrong."""
    before = len(problems.errors)
    if not isinstance(item, yaml.MappingNode):
        problems.add(_error(item, None, "invalid_value", "is not an expected answer"))
        return None
    values: dict[str, Any] = {}
    given: set[str] = set()
    for key, node in item.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        problem = _key_problem(name, given)
        given.add(name)
        try:
            values[name] = None if problem else _READERS[name](node)
        except ValueError as error:
            problem = ("invalid_value", str(error))
        if problem:
            problems.add(_error(key, name, *problem))
    for name, detail in _missing(given, values):
        problems.add(_error(item, name, "required", detail))
    return values if len(problems.errors) == before else None


def _key_problem(name: str, given: set[str]) -> tuple[str, str] | None:
    if name not in _READERS:
        return "unknown_column", "is not a key of an expected answer"
    return ("duplicate", "is given twice") if name in given else None


def _missing(given: set[str], values: dict[str, Any]) -> list[tuple[str, str]]:
    missing = [(name, "must be given") for name in _REQUIRED if name not in given]
    outcome = values.get("outcome")
    if outcome and "reason" not in given and outcome is not Outcome.AUTHORISED:
        missing.append(("reason", f"must be given for the outcome {outcome}"))
    return missing


def _text(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise ValueError("is not a text")  # noqa: TRY004 - a wrong value to whoever wrote the file
    if node.tag != TEXT_TAG:
        raise ValueError(f"{node.value!r} is not a text: put it in quotes")
    if not node.value.strip():
        raise ValueError("is empty")
    if NO_TEXT.search(node.value):
        raise ValueError("holds a character that is none")
    return str(node.value)


def _texts(most: int, node: yaml.Node) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise ValueError("is not a list of texts")
    if len(node.value) > most:
        raise ValueError(f"has more than {most} texts")
    return tuple(map(_text, node.value))


def _all_or_texts(node: yaml.Node) -> str | tuple[str, ...]:
    if isinstance(node, yaml.SequenceNode):
        return _texts(MAX_CONDITIONS, node)
    if node.value != ALL:
        raise ValueError(f"is not {ALL!r} or a list of texts")
    return ALL


def _instant(node: yaml.Node) -> datetime:
    if not isinstance(node, yaml.ScalarNode) or node.tag not in TIME_TAGS:
        raise ValueError("is not a time such as 2015-09-01T12:00:00+02:00")
    try:
        instant = datetime.fromisoformat(node.value)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise ValueError(f"{node.value!r} is not a time with its offset, such as 2015-09-01T12:00:00+02:00")
    if instant.year not in YEARS:
        raise ValueError(f"{node.value!r} is not a time in the years 1900 to 2999")
    return instant


def _amount(node: yaml.Node) -> Decimal:
    return parse_amount(_text(node))


def _currency(node: yaml.Node) -> str:
    text = _text(node)
    if not CURRENCY.fullmatch(text):
        raise ValueError(f"{text!r} is not a currency such as EUR")
    return text


def _one_of(words: type[StrEnum], node: yaml.Node) -> StrEnum:
    text = _text(node)
    if text not in set(words):
        raise ValueError(f"{text!r} is none of {', '.join(words)}")
    return words(text)


_READERS: dict[str, Callable[[yaml.Node], Any]] = {
    "id": _text,
    "why": _text,
    "employees": partial(_texts, MAX_EMPLOYEES),
    "decision_type": _text,
    "amount": _amount,
    "vat": partial(_one_of, Vat),
    "currency": _currency,
    "case": _text,
    "unit": _text,
    "about": _text,
    "counterparty": _text,
    "confirmed_conditions": _all_or_texts,
    "primary_decision_by": partial(_texts, MAX_EMPLOYEES),
    "at": _instant,
    "known_at": _instant,
    "outcome": partial(_one_of, Outcome),
    "reason": partial(_one_of, Reason),
    "mandate": _text,
}

_REQUIRED = ("id", "employees", "decision_type", "at", "outcome")
