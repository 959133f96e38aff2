"""A town in which one mandate, M-1, lets Kim decide about permits; and the people who keep and approve its register."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from mandate_registry.rules import facts
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Money
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Correction, Draft
from mandate_registry.services.changesets.mandate_events import MandateCommand, execute
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.entries import EntryView, get
from mandate_registry.services.register.register_writer import open_register
from tests.support import entries

OIN = "00000009000000000001"
ANY = Precondition()
ORGANISATION = uuid4()
QUESTION = CheckRequest(
    organisation=OIN, employees=(EmployeeRef(number="e1"),), decision_type="permit", amount=Money(Decimal("50.00"))
)
TABLES: dict[str, list[Any]] = {
    "organisations": [facts.Organisation(oin=OIN, name="Town")],
    "bodies": [facts.Body(code="college", name="College")],
    "decision_types": [facts.DecisionType(code="permit", title_nl="Vergunning", nature=facts.Nature.DECISION)],
    "employees": [facts.Employee(number="e1", name="Kim")],
}
MANDATE = facts.Mandate(
    number="M-1",
    kinds=(facts.Kind.MANDATE,),
    on_behalf_of="college",
    seats=(Seat(employee="e1"),),
    decision_types=("permit",),
    max_amount=Decimal("100.00"),
)


def somebody(role: Role, person: str, key: int | None = None) -> Caller:
    """Return a caller of this town by the name of a person."""
    home = None if role is Role.ADMINISTRATOR else OIN
    credential = f"key {UUID(int=key)}" if key else "command line"
    return Caller((role,), home, credential, person)


HR = somebody(Role.HR, "Hanna")
APPROVER = somebody(Role.APPROVER, "Arjan")


@dataclass(frozen=True)
class Town:
    """The town's register, and what may be done in it."""

    installation: Installation

    @classmethod
    def founded(cls, installation: Installation, *, four_eyes: bool = True) -> Town:
        """Found the town, without mandates."""
        with installation.writing() as connection:
            register = open_register(connection, OIN)
            for table, rows in TABLES.items():
                for fact in rows:
                    register.put(table, ORGANISATION if table == "organisations" else uuid4(), fact)
            register.record(COMMAND_LINE, "found")
        town = cls(installation)
        if not four_eyes:
            town.switch_four_eyes(COMMAND_LINE, on=False)
        return town

    def switch_four_eyes(self, caller: Caller, *, on: bool) -> EntryView:
        correction = Correction({"four_eyes": on})
        return entries.correct(self.installation, "organisations", ORGANISATION, correction, caller)

    def draft(self, caller: Caller = HR, number: str = "M-1", changeset: UUID | None = None) -> UUID:
        values = {name: getattr(MANDATE, name) for name in MANDATE.__dataclass_fields__}
        fact = facts.Mandate(**values | {"number": number})
        return entries.add(self.installation, "mandates", Draft(OIN, fact, changeset=changeset), caller).entry.id

    def granted(self) -> UUID:
        """Return a mandate that is in force."""
        mandate = self.draft()
        self.does(HR, Event.SUBMISSION, mandate)
        self.does(APPROVER, Event.APPROVAL, mandate)
        return mandate

    def does(self, caller: Caller, event: Event, mandate: UUID, when: Precondition = ANY, **given: Any) -> EntryView:
        asked = MandateCommand(event=event, details=given.pop("details", EventDetails()), **given)
        return execute(caller, self.installation, mandate, when, asked)

    def amends(self, caller: Caller, mandate: UUID, when: Precondition = ANY, **values: Any) -> EntryView:
        return self.does(caller, Event.AMENDMENT, mandate, when, values=values)

    def edits(self, caller: Caller, mandate: UUID, when: Precondition = ANY, **values: Any) -> EntryView:
        return entries.correct(self.installation, "mandates", mandate, Correction(values), caller, when)

    def reads(self, mandate: UUID) -> EntryView:
        return get(HR, self.installation, "mandates", mandate)


def as_read(stored: EntryView) -> Precondition:
    """Return the condition that it is still as it was read."""
    return Precondition(frozenset({stored.tag}))
