"""The wire format of organisations, their bodies, units and positions, and what they decide about."""

from __future__ import annotations

from mandate_registry.rules import facts
from schemas import fields
from schemas.entries import EntryIn, EntryOut, EntryPatch, EntryQuery, Home, Proposed, Wire, dated, including, own

CODE = ("code",)
"""By which others refer to it: it stays what it is."""


class OrganisationIn(EntryIn):
    """An organisation with a register of its own to be added."""

    fact = facts.Organisation
    Meta = including(own(facts.Organisation))


class OrganisationPatch(EntryPatch):
    """What is to be said otherwise of an organisation with a register of its own."""

    Meta = including(own(facts.Organisation, but=("oin",)))


class OrganisationOut(EntryOut):
    """An organisation with a register of its own as the register has it."""

    Meta = including(own(facts.Organisation))


class OrganisationQuery(EntryQuery):
    """Which organisations are wanted."""


class BodyIn(Home, Proposed, EntryIn):
    """An administrative body to be added."""

    fact = facts.Body
    Meta = including(own(facts.Body))


class BodyPatch(Proposed, EntryPatch):
    """What is to be said otherwise of an administrative body."""

    Meta = including(own(facts.Body, but=CODE))


class BodyOut(Home, EntryOut):
    """An administrative body as the register has it."""

    Meta = including(own(facts.Body))


class BodyQuery(EntryQuery):
    """Which bodies are wanted."""

    code = fields.code()


class UnitIn(Home, Proposed, EntryIn):
    """A unit to be added."""

    fact = facts.Unit
    Meta = including(own(facts.Unit))


class UnitPatch(Proposed, EntryPatch):
    """What is to be said otherwise of a unit."""

    Meta = including(own(facts.Unit, but=CODE))


class UnitOut(Home, EntryOut):
    """A unit as the register has it."""

    Meta = including(own(facts.Unit))


class UnitQuery(EntryQuery):
    """Which units are wanted."""

    code = fields.code()
    parent = fields.code()


class PositionIn(Home, Proposed, EntryIn):
    """A position (functie) to be added."""

    fact = facts.Position
    Meta = including(own(facts.Position))


class PositionPatch(Proposed, EntryPatch):
    """What is to be said otherwise of a position (functie)."""

    Meta = including(own(facts.Position, but=CODE))


class PositionOut(Home, EntryOut):
    """A position (functie) as the register has it."""

    Meta = including(own(facts.Position))


class PositionQuery(EntryQuery):
    """Which positions are wanted."""

    code = fields.code()
    unit = fields.code()
    category = fields.code()


class DecisionTypeIn(Home, Proposed, EntryIn):
    """A power (bevoegdheid) to be added."""

    fact = facts.DecisionType
    Meta = including(own(facts.DecisionType))


class DecisionTypePatch(Proposed, EntryPatch):
    """What is to be said otherwise of a power (bevoegdheid)."""

    Meta = including(own(facts.DecisionType, but=CODE))


class DecisionTypeOut(Home, EntryOut):
    """A power (bevoegdheid) as the register has it."""

    Meta = including(own(facts.DecisionType))


class DecisionTypeQuery(EntryQuery):
    """Which decision types are wanted."""

    code = fields.code()
    parent = fields.code()
    body = fields.code()


ORGANISATIONS = Wire(OrganisationIn, OrganisationPatch, OrganisationOut, OrganisationQuery)
BODIES = Wire(BodyIn, BodyPatch, BodyOut, BodyQuery)
UNITS = Wire(UnitIn, UnitPatch, UnitOut, UnitQuery)
POSITIONS = Wire(PositionIn, PositionPatch, PositionOut, PositionQuery)
DECISION_TYPES = Wire(DecisionTypeIn, DecisionTypePatch, DecisionTypeOut, DecisionTypeQuery)


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
