"""The wire format of instruments and the mandates that they grant."""

from __future__ import annotations

from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle import Status
from schemas import fields
from schemas.base import Listed, Nested
from schemas.entries import Consents, wire
from schemas.values import Count, Flag, Word


class Instrument:
    """The decision that grants, changes or withdraws mandates."""

    reference = fields.line(required=True)
    title = fields.line(required=True)
    adopted_by = fields.text()
    adopted_on = fields.day(allow_none=True)
    published_as = fields.text()
    publication_url = fields.address()
    in_force_from = fields.day(allow_none=True)
    retroactive_to = fields.day(allow_none=True)


class Mandate:
    """A mandate, power of attorney or authorisation, with all that bounds it."""

    number = fields.line(required=True)
    kinds = Listed(Word(facts.Kind), least=1, required=True)
    on_behalf_of = fields.code(required=True)
    seats = fields.seats(data_key="holder", required=True)
    decision_types = Listed(fields.types(), least=1, required=True)
    reservations = Listed(fields.reservation(), data_key="except")
    above_amount = fields.amount(allow_none=True)
    max_amount = fields.amount(allow_none=True)
    currency = fields.currency()
    vat = Word(facts.Vat)
    cases = Listed(fields.item())
    counterparties = Listed(fields.oin())
    within = Listed(fields.scope())
    not_about_oneself = Flag()
    conditions = Listed(fields.sentence())
    instructions = fields.text()
    sub_mandating = Count(0, 999)
    sub_mandating_only = Listed(fields.code())
    sub_mandating_except = Listed(fields.code())
    parent = fields.line(allow_none=True)
    legal_basis = fields.text()
    instrument = fields.line(allow_none=True)
    consents = Nested(Consents)
    valid_from = fields.day(allow_none=True)
    valid_until = fields.day(allow_none=True)
    disclosure = Word(facts.Disclosure)

    class Drafted:
        """In which changeset it is drafted; otherwise in one of its own."""

        changeset = fields.identity()

    class Told:
        """Where it stands, and the changeset that is open on it."""

        status = Word(Status)
        changeset = fields.identity(allow_none=True)


INSTRUMENTS = wire(facts.Instrument, Instrument, ("reference",), reference=fields.line())
MANDATES = wire(
    facts.Mandate,
    Mandate,
    ("number",),
    number=fields.line(),
    on_behalf_of=fields.code(),
    parent=fields.line(),
    instrument=fields.line(),
)
