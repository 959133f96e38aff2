"""The wire format of agreements: what partners may ask about."""

from __future__ import annotations

from mandate_registry.rules import facts
from schemas import fields
from schemas.entries import EntryIn, EntryOut, EntryPatch, EntryQuery, Home, Wire, dated, including, own


class AgreementIn(Home, EntryIn):
    """An agreement about what a partner may ask to be added."""

    fact = facts.Agreement
    Meta = including(own(facts.Agreement) | dated())


class AgreementPatch(EntryPatch):
    """What is to be said otherwise of an agreement about what a partner may ask."""

    Meta = including(own(facts.Agreement, but=("number", "partner")) | dated())


class AgreementOut(Home, EntryOut):
    """An agreement about what a partner may ask as the register has it."""

    Meta = including(own(facts.Agreement) | dated())


class AgreementQuery(EntryQuery):
    """Which agreements are wanted."""

    number = fields.line()
    partner = fields.oin()


AGREEMENTS = Wire(AgreementIn, AgreementPatch, AgreementOut, AgreementQuery)
