"""What the benchmark asks of the registers that it makes."""

from __future__ import annotations

from bench.registers import OIN


def question(n: int) -> dict[str, object]:
    """Return a question of a partner, about one of a hundred people; its answer is not signed."""
    return {
        "organisation": OIN,
        "employees": [{"number": f"e{n % 100}"}],
        "decisionType": f"t{10 * (n % 100) % 200 + 3}",
        "amount": {"value": "900.00"},
        "purpose": "a benchmark",
        "receipt": False,
    }
