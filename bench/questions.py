"""What the benchmark asks of the registers that it makes: no two questions of ten million are alike."""

from __future__ import annotations

from bench.registers import OIN, TYPES

CENTS = 9_999_991
"""A prime: so many amounts, up to 100,000 euros, come in an order without a pattern before one comes again."""
BASES = ("excl", "excl", "excl", "incl", "none")
PURPOSES = ("a benchmark", "aanvraag vergunning", "ondertekening overeenkomst")


def question(n: int, people: int = 100, organisation: str = OIN) -> dict[str, object]:
    """Return a question of a partner about one of so many people; each tenth is about nobody; none is to be signed.

    Three of four ask for a decision type that some mandate of the person lists. One of twenty is about a past moment.
    """
    person = n * 7919 % people
    offset = n * 31 % 12 if n % 4 else n * 101
    asked = {
        "organisation": organisation,
        "employees": [{"number": f"nobody-{n}" if n % 10 == 9 else f"e{person}"}],
        "decisionType": f"t{(10 * person + offset) % TYPES}",
        "amount": {"value": _amount(n), "vat": BASES[n % len(BASES)]},
        "purpose": PURPOSES[n % len(PURPOSES)],
        "receipt": False,
    }
    if n % 3 == 0:
        asked["case"] = f"Z-{n}"
    if n % 20 == 10:
        asked["at"] = f"2025-{1 + n % 12:02}-15T10:00:00Z"
    return asked


def _amount(n: int) -> str:
    cents = 1 + n * 7919 % CENTS
    return f"{cents // 100}.{cents % 100:02}"
