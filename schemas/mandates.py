"""The wire format of instruments and the mandates that they grant."""

from __future__ import annotations

from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import Status
from schemas import fields
from schemas.base import Nested
from schemas.entries import (
    Consents,
    EntryIn,
    EntryOut,
    EntryPatch,
    EntryQuery,
    Home,
    Wire,
    dated,
    including,
    own,
)
from schemas.values import Word


class InstrumentIn(Home, EntryIn):
    """A decision that grants, changes or withdraws mandates, to be added."""

    fact = facts.Instrument
    Meta = including(own(facts.Instrument))


class InstrumentPatch(EntryPatch):
    """What is to be said otherwise of an instrument."""

    Meta = including(own(facts.Instrument, but=("reference",)))


class InstrumentOut(Home, EntryOut):
    """An instrument as the register has it."""

    Meta = including(own(facts.Instrument))


class InstrumentQuery(EntryQuery):
    """Which instruments are wanted."""

    reference = fields.line()


LAST = ("disclosure",)
"""What JSON has after the dates."""
STATED = own(facts.Mandate, but=LAST) | {"consents": Nested(Consents)} | dated()
STATED |= {name: field for name, field in own(facts.Mandate).items() if name in LAST}
"""All that a mandate says: its consents are told together."""


class Drafted:
    """In which changeset it is drafted; otherwise in one of its own."""

    changeset = fields.identity()


class Standing:
    """Where it stands, and the changeset that is open on it."""

    status = Word(Status)
    changeset = fields.identity(allow_none=True)


class MandateIn(Home, Drafted, EntryIn):
    """A mandate, power of attorney or authorisation to be drafted, with all that bounds it."""

    fact = facts.Mandate
    Meta = including(STATED)


class MandatePatch(EntryPatch):
    """What is to be said otherwise of a mandate."""

    Meta = including({name: field for name, field in STATED.items() if name != "number"})


class MandateOut(Home, Standing, EntryOut):
    """A mandate as the register has it."""

    Meta = including(STATED)


class MandateQuery(EntryQuery):
    """Which mandates are wanted."""

    number = fields.line()
    on_behalf_of = fields.code()
    parent = fields.line()
    instrument = fields.line()


INSTRUMENTS = Wire(InstrumentIn, InstrumentPatch, InstrumentOut, InstrumentQuery)
MANDATES = Wire(MandateIn, MandatePatch, MandateOut, MandateQuery)
