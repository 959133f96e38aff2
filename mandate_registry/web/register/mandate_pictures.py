"""The two pictures of a mandate: the line from the body to who holds it, and its history in both times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from mandate_registry.rules.facts import Mandate
from mandate_registry.rules.lifecycle.lifecycle import Status
from mandate_registry.rules.mandates import in_order
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.periods import Period, without
from mandate_registry.services.installation import now
from mandate_registry.services.register.entries import EntryView
from mandate_registry.services.register.entry_details import EntryDetails
from mandate_registry.services.register.mandate_history import MandateEvent
from mandate_registry.web.language import gettext as _
from mandate_registry.web.register.entry_values import address, status
from mandate_registry.web.register.svg_layout import Box, BoxLine, Span, Times, line_of, times_of
from mandate_registry.web.register.view_query import RegisterView
from mandate_registry.web.terms import EVENTS, STATUSES

END = datetime.max.replace(tzinfo=UTC)


def chain(details: EntryDetails, look: RegisterView) -> BoxLine:
    """Draw the line of a mandate: the body, the mandates above it, itself, and who holds it now."""
    return line_of(_boxes(details, look))


def _boxes(details: EntryDetails, look: RegisterView) -> Iterator[Box]:
    names, fact = look.names, details.stored.entry.fact
    yield Box(_("Body"), names.body(fact.on_behalf_of))
    if details.missing:
        yield Box(_("Mandate %(number)s", number=details.missing), _("Was not there then"), tone="bad")
    for above in reversed(details.chain):
        yield _of_mandate(above, look, address("mandates", above))
    yield _of_mandate(details.stored, look, None)
    held = [
        _held_by(seat, look) for seat in fact.seats if seat.position and not seat.employee and not seat.organisation
    ]
    if held:
        together = _("together with")
        yield Box(_("Held now by"), f" {together} ".join(held), tone="person")


def _held_by(seat: Seat, look: RegisterView) -> str:
    names = look.names
    people = sorted(map(names.person, names.directory.holders_of(seat.position or "", names.at)))
    return ", ".join(people) or _("nobody: the position is vacant")


def _of_mandate(stored: EntryView, look: RegisterView, href: str | None) -> Box:
    fact = stored.entry.fact
    label = _("Mandate %(number)s", number=fact.number)
    if not is_in_force(stored):
        label = f"{label}: {status(stored)}"
    return Box(label, look.names.seats(fact.seats), href, tone="plain" if is_in_force(stored) else "bad")


def is_in_force(stored: EntryView) -> bool:
    """Return whether a mandate is in force."""
    return stored.standing is not None and stored.standing.status is Status.IN_FORCE


def times(happened: Sequence[MandateEvent]) -> Times:
    """Draw the history of a mandate: what is true in the world as known now, and what was known since when."""
    stretches = in_order(happened[-1].stretches) if happened else []
    true = [span for stretch in stretches for span in _of_stretch(stretch)]
    return times_of([(_("True in the world"), true), (_("Known in the register"), list(_known(happened)))], now())


def _of_stretch(stretch: Mandate) -> Iterator[Span]:
    """Yield when a stretch holds, and when it does not because it is suspended or revoked."""
    since, until = stretch.valid.since, stretch.valid.until
    ends = stretch.revoked_at if stretch.is_revoked(until or END) else until
    lasting = Period(since, ends)
    if not lasting.is_backward:
        holds = list(without(lasting, stretch.suspensions))
        status_then, tone = (Status.IN_FORCE, "good") if stretch.approved else (Status.DRAFT, "plain")
        found = [_span(part, status_then, tone) for part in holds]
        found += [_span(part, Status.SUSPENDED, "partly") for part in without(lasting, holds)]
        yield from sorted(found, key=lambda span: Period(span.since).beginning)
    if ends != until:
        yield _span(Period(since if lasting.is_backward else ends, until), Status.REVOKED, "bad")


def _span(period: Period, status_then: Status, tone: str) -> Span:
    return Span(str(STATUSES[status_then].text), period.since, period.until, tone)


def _known(happened: Sequence[MandateEvent]) -> Iterator[Span]:
    """Yield from when to when each state of the register was what it said."""
    for number, (one, other) in enumerate(pairwise([*happened, None]), start=1):
        if one is not None:
            text = f"{number}. {EVENTS[one.event]}"
            yield Span(text, one.recorded_at, other.recorded_at if other else None)
