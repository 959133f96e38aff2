"""The public register as people read it: of one organisation, on one day, page by page, and whole as a file.

A page costs the same however large a register is. Up to MAX_SORTED mandates are read lightly and stand by holder, in
the order of their titles. Of more, a page reads on in the order of the register, through no more than SCANNED_AT_ONCE
mandates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from mandate_registry.errors import NotFound
from mandate_registry.rules.facts import DecisionType
from mandate_registry.services.installation import Installation
from mandate_registry.services.public_register.candidates import Candidates, count_public, read_lightly, row_before
from mandate_registry.services.public_register.published_mandates import (
    PublicSeat,
    PublishedMandate,
    in_force,
    public_rows,
)
from mandate_registry.services.public_register.search_terms import SearchTerms, matching_mandates
from mandate_registry.services.public_register.state import (
    IsCached,
    ReadState,
    nothing_cached,
    publishing,
    read_state,
    state_of,
    state_of_all,
)
from models import TABLES, registers

Held = tuple[PublicSeat, list[PublishedMandate]]

PAGE_SIZE = 50
MAX_SORTED = 2_000
"""Up to how many published mandates a register is read whole, lightly, for every page."""
SCANNED_AT_ONCE = 2_000
"""How many mandates of a larger one are looked through for one page."""
BATCH_SIZE = 500


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page of what an organisation published, as it is in force on a day and fits what was looked for.

    `by_holder` has the mandates of each holder; one with several stands with each of them. `found` is how many fit and
    `first` the place of the first, None where they are not counted. `holders` and `types` are what there is to look for
    on that day, in the order of their titles; none in a register too large for that. `previous` and `following` are
    where the pages before and after begin.
    """

    oin: str
    name: str
    day: date
    by_holder: list[Held]
    found: int | None
    previous: int | None
    following: int | None
    holders: list[PublicSeat]
    types: list[DecisionType]


@dataclass(frozen=True, slots=True)
class Publisher:
    """An organisation that published a mandate at any time."""

    oin: str
    name: str


def publishers(installation: Installation, is_kept: IsCached = nothing_cached) -> tuple[str, list[Publisher] | None]:
    """Return the state of all that is published, with the organisations that published anything, by name.

    None of them where whoever asks has kept that state.
    """
    with installation.reading() as connection:
        state = state_of_all(connection, installation)
        if is_kept(state):
            return state, None
        looked = [read_state(connection, installation, one.oin, None) for one in publishing(connection)]
    return state, sorted((Publisher(one.register.oin, one.name) for one in looked), key=lambda one: one.name)


def read_page(
    installation: Installation,
    oin: str,
    day: date | None = None,
    wanted: SearchTerms | None = None,
    after: int = 0,
    is_kept: IsCached = nothing_cached,
) -> tuple[str, PublicPage | None]:
    """Return the state of what an organisation published, with a page of it from where the one before it ended.

    No page where whoever asks has kept that state. NotFound when the organisation has no register.
    """
    with installation.reading() as connection:
        looked = read_state(connection, installation, oin, day)
        state = state_of(connection, installation, looked)
        if is_kept(state):
            return state, None
        is_large = count_public(connection, looked.register, MAX_SORTED + 1) > MAX_SORTED
        read = _page_of_many if is_large else _page_by_title
        return state, read(connection, installation, looked, wanted or SearchTerms(), after)


def find_published(
    installation: Installation, identity: UUID, day: date | None = None, is_kept: IsCached = nothing_cached
) -> tuple[str, tuple[PublishedMandate, ReadState] | None]:
    """Return the state of a register with one mandate of it, and how it was looked at; nothing more where it is kept.

    NotFound when it is not public and in force then.
    """
    rows = TABLES["mandates"]
    of_it = select(registers.c.oin).join(rows, rows.c.register_id == registers.c.id).where(rows.c.id == identity)
    with installation.reading() as connection:
        looked = read_state(connection, installation, connection.scalar(of_it.limit(1)), day)
        state = state_of(connection, installation, looked)
        if is_kept(state):
            return state, None
        found = connection.execute(public_rows(looked.at).where(rows.c.id == identity)).mappings().all()
        mandates = in_force(connection, installation, looked.at, found)
    if not mandates:
        raise NotFound("There is no such mandate that was published and is in force.")
    return state, (mandates[0], looked)


def _page_by_title(
    connection: Connection, installation: Installation, looked: ReadState, wanted: SearchTerms, after: int
) -> PublicPage:
    """Read a page in the order of the titles of holders; `after` counts the places before it."""
    rows = read_lightly(connection, looked.register, looked.at, 0, MAX_SORTED)
    all_ = Candidates(connection, installation, looked.register, looked.at, rows)
    there = all_.in_force()
    fits = list(matching_mandates(all_, there, wanted, looked.at))
    places = sorted(
        (title_of(seat), row.row, seat) for row in fits for seat in set(all_.holders(row)) if wanted.names(seat)
    )
    shown = places[after : after + PAGE_SIZE]
    mandates = all_.published(sorted({row for _, row, _ in shown}))
    return PublicPage(
        *(looked.register.oin, looked.name, looked.day),
        by_holder=_grouped([(seat, mandates[row]) for _, row, seat in shown if row in mandates]),
        found=len(fits),
        previous=max(after - PAGE_SIZE, 0) if after else None,
        following=after + PAGE_SIZE if len(places) > after + PAGE_SIZE else None,
        holders=sorted({seat for row in there for seat in all_.holders(row)}, key=title_of),
        types=_by_title(all_.types_of(there)),
    )


def _page_of_many(
    connection: Connection, installation: Installation, looked: ReadState, wanted: SearchTerms, after: int
) -> PublicPage:
    """Read a page in the order of the register; `after` is the last row before it."""
    shown: list[PublishedMandate] = []
    last, scanned, is_over = after, 0, False
    while len(shown) < PAGE_SIZE and scanned < SCANNED_AT_ONCE and not is_over:
        most = BATCH_SIZE if wanted != SearchTerms() else PAGE_SIZE
        rows = read_lightly(connection, looked.register, looked.at, last, most, wanted.holder)
        scanned, is_over = scanned + len(rows), len(rows) < most
        part = Candidates(connection, installation, looked.register, looked.at, rows)
        fits = [row.row for row in matching_mandates(part, rows, wanted, looked.at)]
        taken = fits[: PAGE_SIZE - len(shown)]
        shown += part.published(taken).values()
        if len(fits) > len(taken):
            last, is_over = taken[-1], False
        elif rows:
            last = rows[-1].row
    return PublicPage(
        *(looked.register.oin, looked.name, looked.day),
        by_holder=_grouped(_by_holder(shown, wanted)),
        found=None,
        previous=row_before(connection, looked.register, looked.at, after, PAGE_SIZE) if after else None,
        following=None if is_over else last,
        holders=[],
        types=[],
    )


def _by_holder(shown: Iterable[PublishedMandate], wanted: SearchTerms) -> list[tuple[PublicSeat, PublishedMandate]]:
    places = [(seat, one) for one in shown for seat in dict.fromkeys(one.holders) if wanted.names(seat)]
    return sorted(places, key=lambda place: title_of(place[0]))


def _grouped(places: Sequence[tuple[PublicSeat, PublishedMandate]]) -> list[Held]:
    """Put together what stands with one holder."""
    found: dict[PublicSeat, list[PublishedMandate]] = {}
    for seat, one in places:
        found.setdefault(seat, []).append(one)
    return list(found.items())


def title_of(seat: PublicSeat) -> tuple[str, ...]:
    """Return by what a holder is sorted: his title, and then what tells him from another of that title."""
    return (seat.title or seat.code or seat.kind).casefold(), seat.organisation or "", seat.kind, seat.code or ""


def _by_title(types: Iterable[DecisionType]) -> list[DecisionType]:
    return sorted({fact.code: fact for fact in types}.values(), key=lambda fact: fact.title_nl.casefold())
