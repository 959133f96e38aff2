"""Whether a mandate stays within the units of one above it, and within the own field of its holders."""

from __future__ import annotations

from collections.abc import Iterator

from mandate_registry.rules.decision.mandate_pairs import Pair, Wider, all_called
from mandate_registry.rules.facts import OWN_FIELDS, OWN_UNIT, Mandate
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.sentences import make_sentence


def within(pair: Pair) -> Iterator[Wider]:
    """Yield that the mandate reaches matters outside the units, or the own field, of its parent.

    Who acts is never about himself under `own_staff`, and neither are those who fill a seat of the parent. Who they
    are depends on the day, so that is left to a check.
    """
    wanted = pair.parent.within
    if not (_stays_within_units(pair) and all(_keeps(pair, one) for one in wanted if one in OWN_FIELDS)):
        yield Wider("within", all_called("units", wanted), all_called("units", wanted))
    elif not all(_is_own_field_within(pair, one) for one in wanted if one in OWN_FIELDS):
        fields = dict.fromkeys(unit for seat in pair.parent.seats for unit in _field_of(pair, seat) or ())
        units = all_called("units", fields)
        why = make_sentence(
            "mandate %(number)s says: %(said)s, of its own holder (%(units)s); it is not certain that this holder's "
            "own unit lies within that, right would be, for example: a holder in that unit or below it",
            number=pair.parent.number,
            said=all_called("units", wanted),
            units=units or "-",
        )
        yield Wider("within", all_called("units", wanted), all_called("units", wanted), why)


def _units(mandate: Mandate) -> list[str]:
    return [code for code in mandate.within if code not in OWN_FIELDS]


def _stays_within_units(pair: Pair) -> bool:
    wanted, units = _units(pair.parent), _units(pair.mandate)
    return not wanted or (bool(units) and all(pair.is_below(unit, wanted) for unit in units))


def _keeps(pair: Pair, restriction: str) -> bool:
    """Return True if the mandate has this own field too, or names units that may be within that of its parent."""
    return restriction in pair.mandate.within or (restriction == OWN_UNIT and _are_units_within(pair))


def _is_own_field_within(pair: Pair, restriction: str) -> bool:
    """Return True if the own field of the mandate's holders certainly lies within that of the parent's.

    Named units show it for `own_unit` only: `own_staff` goes by the person, whichever unit the matter is of.
    """
    if restriction == OWN_UNIT and _are_units_within(pair):
        return True
    fields = [_field_of(pair, seat) for seat in pair.mandate.seats]
    return all(
        any(field is not None and all(pair.is_below(unit, wanted) for unit in field) for field in fields)
        for wanted in _wanted(pair)
    )


def _are_units_within(pair: Pair) -> bool:
    units = _units(pair.mandate)
    return bool(units) and all(pair.is_below(unit, wanted) for unit in units for wanted in _wanted(pair))


def _wanted(pair: Pair) -> list[tuple[str, ...]]:
    """Return the units of each seat of the parent; none where that is not certain."""
    return [_field_of(pair, seat) or () for seat in pair.parent.seats]


def _field_of(pair: Pair, seat: Seat) -> tuple[str, ...] | None:
    """Return the units whose matters are the own ones of whoever fills a seat; None when it may be any."""
    directory, at = pair.directory, pair.at
    if seat.organisation:
        return ()
    if seat.unit:
        return (seat.unit,)
    if seat.position or seat.category:
        named = [seat.position] if seat.position else directory.positions_in(seat.category or "", at)
        return directory.units_of(named, at)
    return directory.units_of(directory.positions_of(seat.employee, at), at) if seat.employee else None
