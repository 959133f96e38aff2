"""Histories of a register: the same deeds done by the services and by the clerk of `naive`, and questions to both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from mandate_registry.errors import Conflict, InvalidInput
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.notation import parse_seat
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Correction, Draft
from mandate_registry.services.changesets.mandate_events import MandateCommand as Act
from mandate_registry.services.changesets.mandate_events import execute
from mandate_registry.services.changesets.person_suspension import stop
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.entries import EntryView
from mandate_registry.services.register.register_writer import open_register
from models import changes, registers
from tests.services import model_days, model_register
from tests.services.model_days import NEVER
from tests.services.town_names import EUROS, HELD, PEOPLE, SAID, SEATS, STATIC
from tests.support import entries

ANY = Precondition()
_numbers = count(1)


class Deed(NamedTuple):
    """Something that somebody does; what the numbers mean depends on which kind of deed it is."""

    kind: int
    which: int
    when: int
    until: int
    what: int


@dataclass
class History:
    """One organisation, its register in the database and its journal at the clerk's."""

    installation: Installation
    oin: str = field(default_factory=lambda: f"{next(_numbers):020d}")
    journal: list[model_register.Entry] = field(default_factory=list)
    ids: dict[Any, UUID] = field(default_factory=dict)
    founded: datetime = field(init=False)

    def __post_init__(self) -> None:
        with self.installation.writing() as connection:
            register = open_register(connection, self.oin)
            zone = str(model_days.ZONE)
            register.put("organisations", uuid4(), facts.Organisation(oin=self.oin, name="Town", time_zone=zone))
            for table, rows in STATIC.items():
                list(register.add(table, [(uuid4(), fact) for fact in rows]))
            register.record(COMMAND_LINE, "found")
        self.founded = self.last_change()[1]
        for number in PEOPLE[:4]:
            self.write("employees", number, {"number": number, "name": number}, 0, NEVER)
        self.write("appointments", "a1", {"employee": "e1", "position": "streets.lead"}, 0, NEVER)
        self.write("appointments", "a3", {"employee": "e3", "position": "care.clerk"}, 3, NEVER)

    @property
    def hr(self) -> Caller:
        return Caller((Role.HR,), self.oin, person="Hanna")

    @property
    def approver(self) -> Caller:
        return Caller((Role.APPROVER,), self.oin, person="Arjan")

    # Deeds

    def perform(self, deed: Deed) -> None:
        """Do what these numbers say."""
        DEEDS[deed.kind % len(DEEDS)](self, deed)

    def number(self, deed: Deed) -> str:
        """Choose a mandate, granted now if there is none."""
        found = sorted(model_register.written(self.journal).papers, key=lambda one: int(one[2:]))
        if not found:
            self.grant(Deed(0, deed.which, deed.when % 4, NEVER, deed.what))
            return self.number(deed)
        return found[-1 - deed.which % min(len(found), 8)]

    def grant(self, deed: Deed) -> None:
        number = self.draft(deed)
        if number and deed.which % 8:
            self._decide(number, Event.SUBMISSION)
            self._decide(number, Event.APPROVAL)

    def draft(self, deed: Deed) -> str | None:
        """Draft a mandate, sometimes below another; returns its number if it was added."""
        sheet = model_register.written(self.journal)
        number = f"M-{len(self.ids)}"
        roots = [one for one, paper in sheet.papers.items() if paper.approved and not paper.on(0)["parent"]]
        parent = roots[deed.which % len(roots)] if roots and deed.which % 3 == 0 else None
        seat = parse_seat(SEATS[deed.what % len(SEATS)])
        said: dict[str, Any] = {
            "decision_types": ("buy",),
            "max_amount": EUROS[deed.when % 4],
            "seats": (seat,),
            "parent": parent,
        }
        start, end = (deed.when, deed.until) if deed.what % 4 else (0, NEVER)
        bound = said | {"sub_mandating": 0 if parent else 2}
        fact = facts.Mandate(number=number, kinds=tuple(facts.Kind), on_behalf_of="college", **bound)
        asked = Draft(self.oin, fact, model_days.dates(start, end))
        values = {"number": number, "start": start, "end": end, "said": said}
        return number if self._create("mandates", number, "draft", values, asked) else None

    def edit(self, deed: Deed) -> None:
        number, said = self.number(deed), SAID[deed.what % len(SAID)]
        serve = partial(entries.correct, self.installation, "mandates", self.ids[number], Correction(said), self.hr)
        self._do("edit", {"number": number, "said": said}, serve)

    def submit(self, deed: Deed) -> None:
        self._decide(self.number(deed), Event.SUBMISSION)

    def approve(self, deed: Deed) -> None:
        self._decide(self.number(deed), Event.APPROVAL)

    def reject(self, deed: Deed) -> None:
        self._decide(self.number(deed), Event.REJECTION if deed.what % 2 else Event.WITHDRAWAL)

    def amend(self, deed: Deed) -> None:
        said = SAID[deed.what % len(SAID)]
        start = deed.until % NEVER if deed.which % 7 == 1 else None
        end = deed.until if deed.which % 3 == 1 or not (said or start is not None) else None
        dates = {"valid_from": start, "valid_until": end}
        given = {name: day for name, day in model_days.dates(start, end).items() if dates[name] is not None}
        values = {"square": max(deed.when, 1), "said": said, "start": start, "end": end}
        self._propose(deed, Event.AMENDMENT, values, {"values": said, "dates": given})

    def resume(self, deed: Deed) -> None:
        self._propose(deed, Event.RESUMPTION, {"square": max(deed.when, 1)}, {})

    def suspend(self, deed: Deed) -> None:
        values = {"square": max(deed.when, 1), "until": deed.until}
        self._act(self.number(deed), Event.SUSPENSION, values, {"until": model_days.ends(values["until"])})

    def revoke(self, deed: Deed) -> None:
        self._act(self.number(deed), Event.REVOCATION, {"square": max(deed.when, 1)}, {})

    def consent(self, deed: Deed) -> None:
        giver = ("holder", "superior")[deed.what % 2]
        self._act(self.number(deed), Event.CONSENT, {"square": max(deed.when, 1), "giver": giver}, {"giver": giver})

    def live(self, deed: Deed) -> None:
        """Write that somebody is employed, holds a position or is away, or write it otherwise than before."""
        number, position = PEOPLE[deed.which % len(PEOPLE)], HELD[deed.what % 2]
        known = {said["number"] for said, _ in model_register.written(self.journal).lives["employees"].values()}
        if number not in known or deed.what % 5 == 0:
            key = f"{number} again" if number in known and deed.what % 10 else number
            self.write("employees", key, {"number": number, "name": number}, deed.when, deed.until)
        elif deed.what % 5 < 3:
            key = f"{number} {position} {deed.what // 5 % 2}"
            self.write("appointments", key, {"employee": number, "position": position}, deed.when, deed.until)
        else:
            self.write("absences", f"away {number}", {"employee": number}, deed.when, deed.until)

    def halt(self, deed: Deed) -> None:
        """Stop somebody for a time."""
        employed = list(model_register.written(self.journal).lives["employees"])
        key, square = employed[deed.which % len(employed)], max(deed.when, 1)
        account, until = EventDetails(model_days.begins(square), "Onderzoek."), model_days.ends(deed.until)
        serve = partial(stop, self.hr, self.installation, self.ids[key], ANY, account, until)
        self._do("halt", {"key": key, "square": square, "until": deed.until}, serve)

    def write(self, table: str, key: str, values: dict[str, Any], start: int, end: int) -> None:
        asked = {"table": table, "key": key, "values": values, "start": start, "end": end}
        if key in self.ids:
            correction = Correction({}, model_days.dates(start, end))
            serve = partial(entries.correct, self.installation, table, self.ids[key], correction, self.hr)
            self._do("write", asked, serve)
        else:
            fact = FACTS[table](**values)
            self._create(table, key, "write", asked, Draft(self.oin, fact, model_days.dates(start, end)))

    # How it is done, in the database and by the clerk

    def _decide(self, number: str, event: Event) -> None:
        caller = self.hr if event in (Event.SUBMISSION, Event.WITHDRAWAL) else self.approver
        asked = Act(event=event, details=EventDetails())
        serve = partial(execute, caller, self.installation, self.ids[number], ANY, asked)
        self._do(DECISIONS[event], {"number": number}, serve)

    def _act(self, number: str, event: Event, values: dict[str, Any], given: Mapping[str, Any]) -> None:
        serve = partial(self._serve, number, event, values, given)
        self._do(DONE[event], {"number": number} | values, serve)

    def _propose(self, deed: Deed, event: Event, values: dict[str, Any], given: Mapping[str, Any]) -> None:
        """Propose something, and mostly approve it at once; what could not be carried out is not proposed either."""
        number = self.number(deed)
        asked = {"number": number, "deed": DONE[event], "values": values}
        why = model_register.why_not(self.journal, DONE[event], {"number": number} | values)
        self._do("propose", asked, partial(self._serve, number, event, values, given), why)
        if deed.which % 4:
            self._decide(number, Event.APPROVAL)

    def _serve(self, number: str, event: Event, values: dict[str, Any], given: Mapping[str, Any]) -> EntryView:
        asked = Act(event=event, details=EventDetails(model_days.begins(values["square"])), **given)
        return execute(self.hr, self.installation, self.ids[number], ANY, asked)

    def _create(self, table: str, key: str, deed: str, values: dict[str, Any], asked: Draft) -> bool:
        def serve() -> EntryView:
            return entries.add(self.installation, table, asked, self.hr)

        stored = self._do(deed, values, serve)
        if stored:
            self.ids[key] = stored.entry.id
        return stored is not None

    def _do(
        self, deed: str, values: dict[str, Any], serve: Callable[[], EntryView], why: str | None = None
    ) -> EntryView | None:
        """Do it in the database and on paper: both do it, or both refuse and nothing is recorded."""
        why = why or model_register.why_not(self.journal, deed, values)
        before, stored, refusal = self.last_change(), None, None
        try:
            stored = serve()
        except (Conflict, InvalidInput) as error:
            refusal = str(error)
        after = self.last_change()
        assert refusal is None or why, f"{deed} {values} is refused for no reason of the clerk's: {refusal}"
        assert refusal is None or after == before, f"{deed} {values} is refused and recorded: {refusal}"
        assert refusal or why is None, f"{deed} {values} is not refused, though {why}"
        if after != before:
            self.journal.append(model_register.Entry(after[1], deed, values))
        return stored

    def last_change(self) -> tuple[int, datetime]:
        """Return the version of the register and when it was recorded."""
        own = select(changes.c.version, changes.c.recorded_at).join(registers).where(registers.c.oin == self.oin)
        with self.installation.reading() as connection:
            row = connection.execute(own.order_by(changes.c.version.desc()).limit(1)).one()
        return row.version, row.recorded_at


FACTS: dict[str, Any] = {"employees": facts.Employee, "appointments": facts.Appointment, "absences": facts.Absence}
DONE = {
    Event.AMENDMENT: "amend",
    Event.RESUMPTION: "resume",
    Event.SUSPENSION: "suspend",
    Event.REVOCATION: "revoke",
    Event.CONSENT: "consent",
}
DECISIONS = {
    Event.SUBMISSION: "submit",
    Event.APPROVAL: "approve",
    Event.REJECTION: "reject",
    Event.WITHDRAWAL: "withdraw",
}
DEEDS: list[Callable[[History, Deed], object]] = [
    History.grant,
    History.amend,
    History.amend,
    History.amend,
    History.suspend,
    History.resume,
    History.revoke,
    History.consent,
    History.live,
    History.live,
    History.live,
    History.edit,
    History.submit,
    History.approve,
    History.reject,
    History.halt,
]
