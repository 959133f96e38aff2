"""What stands in a cell of the authority matrix: short for the eye, and in full for who hears it or clicks on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from flask import request, url_for

from mandate_registry.rules.powers.matrix import AppointedVia, CellState, MatrixEntry
from mandate_registry.rules.powers.powers import Limit
from mandate_registry.services.checks.authority_matrix import ShownMatrix
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import lazy

ENDS_IN_ZERO = re.compile(r"(?<=[.,]\d)0$")
THOUSAND, TEN_THOUSAND, MILLION = Decimal(1000), Decimal(10_000), Decimal(1_000_000)

STATES = {
    CellState.ALONE: lazy("alone"),
    CellState.TOGETHER: lazy("together with somebody else"),
    CellState.CONDITIONAL: lazy("on a condition"),
    CellState.RESTRICTED: lazy("only for named cases or parties"),
    CellState.RESERVED: lazy("held back"),
}
WAYS = {
    AppointedVia.NAME: lazy("by name"),
    AppointedVia.FAMILY: lazy("through a group"),
    AppointedVia.REVERSE: lazy("by a reverse mandate"),
    AppointedVia.OWN_POWER: lazy("own power"),
}


class LegendSign(NamedTuple):
    """A sign of the legend: the classes of a cell, what stands in it, and what it means."""

    classes: str
    text: Any
    meaning: Any


LEGEND = (
    *(LegendSign(state.value, "", words) for state, words in STATES.items()),
    LegendSign("by-name", "€ 50k", lazy("the mandate names the position")),
    LegendSign("by-family", "€ 50k", lazy("through a category, a unit or everybody")),
    LegendSign("by-reverse", "€ 50k *", lazy("by a mandate for everything except what it holds back")),
    LegendSign("by-own_power", lazy("own"), lazy("own power of an office, without a mandate")),
)


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """An entry as a cell shows it: its classes, the short text and the full one, and where it leads."""

    classes: str
    short: str
    full: str
    href: str | None


def cells_of(shown: ShownMatrix, write: Formatter) -> dict[tuple[str, str], list[MatrixCell]]:
    """Return what stands in each cell, by the codes of its position and its decision type."""
    return {place: [_shown(entry, shown, write) for entry in entries] for place, entries in shown.matrix.cells.items()}


def _shown(entry: MatrixEntry, shown: ShownMatrix, write: Formatter) -> MatrixCell:
    return MatrixCell(
        f"{entry.state.value} by-{entry.through.value}",
        _short(entry, write),
        in_full(entry, write),
        _href(entry, shown),
    )


def _href(entry: MatrixEntry, shown: ShownMatrix) -> str | None:
    """Return the sheet of the first mandate that it rests on, as of the day that was asked."""
    if not entry.mandates:
        return None
    day = shown.day if request.args.get("day") else None
    return url_for("desk.mandate", identity=shown.ids[entry.mandates[0]], at=day)


def in_full(entry: MatrixEntry, write: Formatter, *, with_mandates: bool = False) -> str:
    """Return an entry in words; for a file with its mandates and conditions."""
    parts = [str(STATES[entry.state]), *_limits(entry, write), str(WAYS[entry.through])]
    if with_mandates:
        parts += [_("mandate %(number)s", number=number) for number in entry.mandates]
        parts += map(write.condition, entry.conditions)
    return ", ".join(part.rstrip(".") for part in parts)


def _limits(entry: MatrixEntry, write: Formatter) -> list[str]:
    if entry.state in (CellState.RESERVED, CellState.RESTRICTED):
        return []
    return [write.limit(limit) for limit in entry.limits] or [_("without a limit")]


def _short(entry: MatrixEntry, write: Formatter) -> str:
    if entry.state in (CellState.RESERVED, CellState.RESTRICTED):
        return ""
    if entry.through is AppointedVia.OWN_POWER:
        return _("own")
    return " ".join(_bounds(limit, write) for limit in entry.limits) or _("yes")


def _bounds(limit: Limit, write: Formatter) -> str:
    """Write a limit in as few signs as say the same: > above, < below."""
    above = f">{short_amount(limit.above, limit.currency, write)}" if limit.above is not None else ""
    if limit.below is not None and limit.below == limit.top:
        return f"{above} <{short_amount(limit.below, limit.currency, write)}".strip()
    top = short_amount(limit.maximum, limit.currency, write) if limit.maximum is not None else ""
    return f"{above} – {top}" if above and top else above or top


def short_amount(value: Decimal, currency: str, write: Formatter) -> str:
    """Write an amount in thousands or millions where that is exactly the same, so that no limit looks wider."""
    if value >= MILLION and value % TEN_THOUSAND == 0:
        return f"{ENDS_IN_ZERO.sub('', write.amount(value / MILLION, currency))}M"
    if value >= THOUSAND and value % THOUSAND == 0:
        return f"{write.amount(value / THOUSAND, currency)}k"
    return write.amount(value, currency)
