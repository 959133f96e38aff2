"""A small register, Veldwijk, whose keepers and approvers propose imports that wait while everything else goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from mandate_registry.register_folder.reader import RegisterFolder, read_register
from mandate_registry.register_folder.sheet.plan_guess import guess_of
from mandate_registry.register_folder.spreadsheets import read_sheets
from mandate_registry.rules import facts
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Money
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets import proposal_changes, proposals
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.entry_changes import Correction, Draft
from mandate_registry.services.changesets.mandate_events import MandateCommand, execute
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.entries import EntryView, list_entries
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.register_import import import_register
from mandate_registry.services.uploads.import_outcome import ImportOutcome
from mandate_registry.services.uploads.upload_import import import_upload, preview_import
from mandate_registry.services.uploads.uploads import plan_upload, save_upload
from tests.support import entries

OIN = "00000009111111111102"
FOLDER = {
    "organisation.csv": f"oin,name,time_zone\n{OIN},Gemeente Veldwijk,Europe/Amsterdam\n",
    "bodies.csv": "code,name\ncollege,College van B en W\n",
    "units.csv": "code,name,parent\ngem,Gemeente Veldwijk,\ninkoop,Team Inkoop,gem\njuz,Team Juridisch,gem\n",
    "positions.csv": "code,title,unit\ninkoper,Inkoper,inkoop\ncontroller,Controller,gem\njurist,Jurist,juz\n"
    "griffier,Griffier,gem\n",
    "decision_types.csv": "code,title_nl,parent,body,nature\nbuy,Inkoop,,,\n"
    "buy.award,Opdracht gunnen,buy,college,decision\nbuy.small,Kleine inkoop,buy,college,decision\n"
    "obj.decide,Beslissen op bezwaar,,college,decision\n",
    "employees.csv": "number,name,employed_from,employed_until\nE1,Anna Zandstra,2020-01-01,\n"
    "E2,Bas Mulder,2020-01-01,\nE3,Cora Prins,2020-01-01,\nE4,Dirk Vos,2020-01-01,\n",
    "appointments.csv": "employee,position,valid_from\nE2,inkoper,2020-01-01\nE3,controller,2020-01-01\n"
    "E4,jurist,2020-01-01\n",
    "mandates.csv": "number,kinds,on_behalf_of,holder,decision_types,valid_from,max_amount,sub_mandating\n"
    "1.1,mandate,college,position:inkoper,buy.award,2025-01-01,50000.00,1\n"
    "2.1,mandate,college,position:jurist,obj.decide,2025-01-01,,\n",
}
HEADINGS = "Mandaatnummer;Soort;Namens;Mandaat aan;Bevoegdheid;Tot en met bedrag"
COLUMNS = {"number": 0, "kinds": 1, "on_behalf_of": 2, "holder": 3, "decision_types": 4, "max_amount": 5}
FIXED = {"vat": "excl", "currency": "EUR"}
PLANNED: dict[str, Any] = {"columns": COLUMNS, "fixed": FIXED, "disclosure": "partners", "later": ("instrument",)}
PLANNED["since"] = "none"
ANY = Precondition()


def somebody(role: Role, person: str) -> Caller:
    return Caller((role,), OIN, f"key of {person}", person)


HR, COLLEAGUE = somebody(Role.HR, "Hanna"), somebody(Role.HR, "Henk")
APPROVER = somebody(Role.APPROVER, "Arjan")


def written(folder: Path, **changed: str) -> RegisterFolder:
    """Write the register to a folder, these files otherwise, and read it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (FOLDER | {f"{name}.csv": text for name, text in changed.items()}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_register(folder)


@dataclass(frozen=True)
class Veldwijk:
    """The register, and what may be done with it."""

    installation: Installation

    @classmethod
    def founded(cls, installation: Installation, folder: Path) -> Veldwijk:
        import_register(COMMAND_LINE, installation, written(folder))
        return cls(installation)

    @property
    def says(self) -> dict[str, list[Any]]:
        """All that the register says now, by table."""
        return dict(export_register(HR, self.installation, OIN).tables)

    def entry(self, table: str, **values: Any) -> EntryView:
        (found,) = list_entries(HR, self.installation, table, Slice({"organisation": OIN, **values})).items
        return found

    def sends(self, row: str, by: Caller = HR, headings: str = HEADINGS, **plan: Any) -> UUID:
        """Propose a row of a spreadsheet of mandates, as the guided import does."""
        upload, foreseen = self.foresees(row, by, headings, **plan)
        assert foreseen.preview, (foreseen.errors, foreseen.refusal)
        done = import_upload(by, self.installation, upload, foreseen.mark)
        assert done.changeset
        return done.changeset

    def foresees(self, row: str, by: Caller = HR, headings: str = HEADINGS, **plan: Any) -> tuple[UUID, ImportOutcome]:
        """Look what a spreadsheet of mandates would do; returns the file, and what was foreseen."""
        content = f"{headings}\n{row}\n".encode()
        upload = save_upload(by, self.installation, OIN, "mandaten.csv", content)
        (laid,) = read_sheets(content, "mandaten.csv").values()
        made = replace(guess_of(laid, "mandates"), **PLANNED | plan)
        plan_upload(by, self.installation, upload.id, made)
        return upload.id, preview_import(by, self.installation, upload.id)

    def imports(self, folder: RegisterFolder, by: Caller = HR) -> UUID:
        """Propose a whole folder."""
        done = import_register(by, self.installation, folder)
        assert done.changeset
        return done.changeset

    def decides(self, changeset: UUID, event: Event = Event.APPROVAL, by: Caller = APPROVER) -> proposals.Proposal:
        return proposal_changes.decide_on(by, self.installation, changeset, ANY, event, EventDetails(reason="Daarom."))

    def amends(self, number: str, **values: Any) -> None:
        """Amend a mandate, approved by somebody else."""
        identity = self.entry("mandates", number=number).entry.id
        execute(
            HR,
            self.installation,
            identity,
            ANY,
            MandateCommand(event=Event.AMENDMENT, details=EventDetails(), values=values),
        )
        execute(
            APPROVER, self.installation, identity, ANY, MandateCommand(event=Event.APPROVAL, details=EventDetails())
        )

    def grants(self, number: str, position: str, decision_type: str) -> None:
        """Grant a mandate, approved by somebody else."""
        mandate = facts.Mandate(
            number=number,
            kinds=(facts.Kind.MANDATE,),
            on_behalf_of="college",
            seats=(Seat(position=position),),
            decision_types=(decision_type,),
        )
        identity = entries.add(self.installation, "mandates", Draft(OIN, mandate), HR).entry.id
        execute(HR, self.installation, identity, ANY, MandateCommand(event=Event.SUBMISSION, details=EventDetails()))
        execute(
            APPROVER, self.installation, identity, ANY, MandateCommand(event=Event.APPROVAL, details=EventDetails())
        )

    def adds(self, table: str, fact: Any) -> None:
        entries.add(self.installation, table, Draft(OIN, fact), HR)

    def corrects(self, table: str, key: dict[str, Any], dates: dict[str, date] | None = None, **values: Any) -> None:
        identity = self.entry(table, **key).entry.id
        entries.correct(self.installation, table, identity, Correction(values, dates or {}), HR)

    def asks(self, number: str, decision_type: str, amount: str | None = None, confirmed: tuple[str, ...] = ()) -> str:
        """Ask whether somebody may decide something now, with confirmed conditions; returns the outcome."""
        money = Money(Decimal(amount)) if amount else None
        asked = CheckRequest(
            organisation=OIN,
            employees=(EmployeeRef(number=number),),
            decision_type=decision_type,
            amount=money,
            confirmed_conditions=frozenset(confirmed),
        )
        return check(HR, self.installation, asked).outcome
