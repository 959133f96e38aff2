"""What a mandate above holds back, and whether the one below it holds back the same."""

from __future__ import annotations

from collections.abc import Iterator

from mandate_registry.rules.decision.mandate_pairs import Pair, Wider, ends_no_higher, listed
from mandate_registry.rules.facts import EVERY_TYPE
from mandate_registry.rules.notation import Reservation


def reservations(pair: Pair) -> Iterator[Wider]:
    """Yield that the mandate covers what its parent holds back, or does not let be passed on."""
    parent = pair.parent
    wanted = [(_written(pair, held), list(_missing(pair, held))) for held in parent.reservations]
    wanted += [(f"sub_mandating_except: {code}", list(_passed_on(pair, code))) for code in parent.sub_mandating_except]
    if said := [text for text, lacking in wanted if lacking]:
        right = dict.fromkeys(_written(pair, one) for _, lacking in wanted for one in lacking)
        yield Wider("reservations", listed(said), listed(right))


def _passed_on(pair: Pair, code: str) -> Iterator[Reservation]:
    """Yield what the mandate has to hold back as it may not be passed on; what it lists itself is told elsewhere."""
    return (one for one in _missing(pair, Reservation(code)) if one.code not in pair.mandate.decision_types)


def _missing(pair: Pair, held: Reservation) -> Iterator[Reservation]:
    """Yield what the mandate would have to hold back as well, of all that one reservation of its parent does."""
    if _stays_below(pair, held):
        return
    for part in pair.directory.parts(held.code, pair.at):
        for code in pair.mandate.decision_types:
            shared = _shared(pair, code, part)
            if shared and not any(_holds_back(pair, own, shared, held) for own in pair.mandate.reservations):
                yield Reservation(shared, held.threshold)


def _stays_below(pair: Pair, held: Reservation) -> bool:
    """Return True if the mandate's own maximum certainly lies below the threshold."""
    limit, threshold = pair.mandate.max_amount, held.threshold
    if limit is None or threshold is None or limit == threshold:
        return False
    return ends_no_higher(pair.mandate, limit, pair.parent, threshold)


def _shared(pair: Pair, code: str, held: str) -> str | None:
    """Return the lower of a type that is listed and one that is held back, None when neither is below the other."""
    if code == EVERY_TYPE or code in pair.lineage(held):
        return held
    return code if held in pair.lineage(code) else None


def _holds_back(pair: Pair, own: Reservation, code: str, held: Reservation) -> bool:
    """Return True if a reservation of the mandate holds back a type from the same amount on, or a lower one."""
    if not any(part in pair.lineage(code) for part in pair.directory.parts(own.code, pair.at)):
        return False
    if own.threshold is None or held.threshold is None:
        return own.threshold is None
    return ends_no_higher(pair.mandate, own.threshold, pair.parent, held.threshold)


def _written(pair: Pair, held: Reservation) -> str:
    """Write a reservation, with currency and VAT basis where a threshold could be misread without them."""
    parent, mandate = pair.parent, pair.mandate
    same = (parent.currency, parent.vat) == (mandate.currency, mandate.vat)
    return str(held) if held.threshold is None or same else f"{held} ({parent.currency}, {parent.vat})"
