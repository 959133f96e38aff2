"""`check`: one question, and an answer that a person can read."""

from __future__ import annotations

from typing import Any

import click

from mandate_registry.cli.common import as_json, in_data, installation, moment, organisation_or_only, show_json
from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.rules.check_requests import CheckRequest, request_in_words
from mandate_registry.rules.facts import Vat
from mandate_registry.rules.moments import rfc3339
from mandate_registry.rules.notation import parse_amount
from mandate_registry.rules.questions import Money
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.terms import in_english
from schemas import answers

VERDICTS = in_english("outcomes", "on_command_line")
STATED = " - stated by the asker"
"""Beside a condition that is confirmed: the register does not know whether it is so."""


@click.command("check")
@click.option("--organisation", help="The OIN represented; may be left out when there is one register.")
@click.option(
    "--employee", "employees", multiple=True, required=True, help="Number, OIN/number or full name; repeatable."
)
@click.option("--type", "decision_type", required=True, help="The code of the decision type.")
@click.option("--amount", help="Such as 80000.00.")
@click.option("--currency", default="EUR", show_default=True)
@click.option("--vat", type=click.Choice([basis.value for basis in Vat]), default="excl", show_default=True)
@click.option("--case", help="The reference of the case.")
@click.option("--counterparty", help="The OIN of the other party, or an employee.")
@click.option("--unit", help="The unit whose matter it is.")
@click.option("--about", help="The employee it is about.")
@click.option("--primary-decision-by", multiple=True, help="Who took the decision objected to; repeatable.")
@click.option("--confirm", multiple=True, help="The id of a condition that is met, or all; repeatable.")
@click.option("--at", help="The moment, with its offset; otherwise now.")
@click.option("--known-at", help="What the register knew at this moment; otherwise now.")
@in_data
@as_json
def check_command(organisation: str | None, as_json: bool, **asked: Any) -> None:  # noqa: FBT001 - a flag of click
    """Ask whether these people may take a decision: who, what, yes or no, why, until when.

    Exits with 0 for a yes and 1 for anything else.
    """
    with installation() as opened:
        result = check(COMMAND_LINE, opened, _request(organisation_or_only(opened, organisation), asked))
    if as_json:
        show_json(answers.as_json(result))
    else:
        _show(result)
    click.get_current_context().exit(0 if result.decision else 1)


def _request(organisation: str, asked: dict[str, Any]) -> CheckRequest:
    said = {name: asked[name] for name in ("employees", "decision_type", "case", "counterparty", "unit", "about")}
    return request_in_words(
        organisation,
        **said,
        amount=_money(asked),
        confirmed_conditions=asked["confirm"],
        primary_decision_by=asked["primary_decision_by"],
        at=moment("at", asked["at"]),
        known_at=moment("knownAt", asked["known_at"]),
    )


def _money(asked: dict[str, Any]) -> Money | None:
    if asked["amount"] is None:
        return None
    try:
        return Money(parse_amount(asked["amount"]), asked["currency"], Vat(asked["vat"]))
    except ValueError as error:
        raise InvalidInput(FieldError("amount", "invalid_value", str(error))) from error


def _show(result: CheckResult) -> None:
    """Print the answer: the verdict first, then who and what, then why."""
    click.secho(VERDICTS[result.outcome], bold=True)
    for label, text in _lines(result):
        indented = text.replace("\n", "\n" + " " * 16)
        click.echo(f"  {label:13} {indented}")


def _lines(result: CheckResult) -> list[tuple[str, str]]:
    who = ", ".join(" ".join(filter(None, (one["number"], one["name"]))) for one in result.employees)
    lines = [("who", who), ("what", f"{result.decision_type} for {result.organisation}"), ("at", rfc3339(result.at))]
    lines += [("why", _reason(reason)) for reason in result.reasons]
    lines += [("leg", _leg(leg)) for leg in result.legs]
    lines += [("condition", _condition(condition)) for condition in result.conditions]
    lines += _signature(result.signature_line)
    lines.append(
        ("until", rfc3339(result.stable_until) if result.stable_until else "nothing known changes this answer")
    )
    if result.forecast:
        known_at = rfc3339(result.known_at)
        lines.append(("expected", f"by what was known at {known_at}, not by what was recorded since"))
    return lines + ([_differing(result)] if result.differs_from_then else [])


def _differing(result: CheckResult) -> tuple[str, str]:
    if result.is_of_then:
        return "now", "the register answers otherwise by what is known now"
    return "then", "the register answered otherwise at the time"


def _signature(line: dict[str, str] | None) -> list[tuple[str, str]]:
    return [("sign with", line["nl"]), ("in English", line["en"])] if line else []


def _reason(reason: dict[str, str | None]) -> str:
    by = f" [{reason['mandate']}]" if reason["mandate"] else ""
    return f"{reason['text']} ({reason['code']}){by}"


def _condition(condition: dict[str, Any]) -> str:
    return f"{condition['text']} ({condition['id']}){STATED if condition['stated_by_asker'] else ''}"


def _leg(leg: dict[str, Any]) -> str:
    body = f" on behalf of {leg['on_behalf_of']['name']}" if leg["on_behalf_of"] else ""
    by = (
        f" by mandate {leg['mandate']['number']}" if leg["mandate"] else " by its own power" if leg["own_power"] else ""
    )
    return f"{leg['decision_type']}: {leg['outcome'].replace('_', ' ')}{body}{by}"
