"""What the benchmark asks of the registers that it makes: no two questions of ten million are alike."""

from __future__ import annotations

from random import Random

from bench.registers import OIN, TYPES, types_of

CENTS = 9_999_991
"""A prime: so many amounts, up to 100,000 euros, come in an order without a pattern before one comes again."""
BASES = ("excl", "excl", "excl", "incl", "none")
PURPOSES = ("a benchmark", "aanvraag vergunning", "ondertekening overeenkomst")
OWN_TYPE = 0.75
"""How often the decision type is one that some mandate of the person lists."""


def question(n: int, people: int = 100, organisations: tuple[str, ...] = (OIN,)) -> dict[str, object]:
    """Return question number `n` of a partner: about one of so many people of an organisation; it is not to be signed.

    One of ten is about nobody, one of twenty about a past moment.
    """
    chance = Random(n)  # noqa: S311 - the same number is the same question
    person = chance.randrange(people)
    decision_type = chance.choice(types_of(person)) if chance.random() < OWN_TYPE else chance.randrange(TYPES)
    asked = {
        "organisation": chance.choice(organisations),
        "employees": [{"number": f"nobody-{n}" if n % 10 == 9 else f"e{person}"}],
        "decisionType": f"t{decision_type % TYPES}",
        "amount": {"value": _amount(n), "vat": chance.choice(BASES)},
        "purpose": chance.choice(PURPOSES),
        "receipt": False,
    }
    if n % 3 == 0:
        asked["case"] = f"Z-{n}"
    if n % 20 == 10:
        asked["at"] = f"2025-{chance.randrange(1, 13):02}-15T10:00:00Z"
    return asked


def _amount(n: int) -> str:
    cents = 1 + n * 7919 % CENTS
    return f"{cents // 100}.{cents % 100:02}"
