"""As whom a caller asks an organisation: as one of its own, as the employee concerned, or as a partner let in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mandate_registry.errors import FieldError, Forbidden, InvalidInput
from mandate_registry.rules.agreements import Agreed
from mandate_registry.rules.questions import Person
from mandate_registry.services.answering.asking import CheckRequest, must_name_nobody_beside_a_code
from mandate_registry.services.basis import note_agreement
from mandate_registry.services.callers import Caller
from mandate_registry.services.permissions import Right
from mandate_registry.services.registers.loading import Loader


@dataclass(frozen=True, slots=True)
class Admission:
    """As whom a caller asks: as a partner about what was `agreed`; else as one of its own, who is told in full.

    With `alone` it is an employee, who is told in full about that person only: himself.
    """

    agreed: Agreed | None = None
    alone: Person | None = None

    def must_concern(self, groups: Iterable[set[Person]]) -> None:
        """Refuse an employee who asks about anybody but himself; a group is all whom one name may mean."""
        if self.alone and any(group != {self.alone} for group in groups):
            raise Forbidden("An employee asks about himself.", FieldError("employees", "not_oneself", "names others"))


def admit(caller: Caller, right: Right, request: CheckRequest, loader: Loader) -> Admission:
    """Tell as whom a caller asks.

    Forbidden when the organisation did not agree that the caller asks it, or asks about this decision type: which ones
    there are it does not tell. InvalidInput when a partner does not say for what purpose it asks, or names somebody
    beside the code of a card.
    """
    home, decision_type = request.organisation, request.decision_type
    if caller.may(right, home):
        return Admission()
    if caller.person is not None and caller.may_for_self(right, home):
        return Admission(alone=Person(home, caller.person))
    if not caller.may_as_partner(right, home):
        raise not_agreed("organisation", f"{home} is not asked by one of its own without the right to")
    if not request.purpose:
        raise InvalidInput(FieldError("purpose", "required", "who asks about another organisation says what for"))
    agreed = agreed_with(caller, home, decision_type, loader)
    must_name_nobody_beside_a_code(request)
    note_agreement(right, home, decision_type, _numbers(agreed))
    return Admission(agreed=agreed)


def agreed_with(caller: Caller, home: str, decision_type: str, loader: Loader) -> Agreed:
    """Return the agreements under which a caller may ask an organisation; Forbidden when there is none."""
    agreed = loader.agreed(home, caller.organisation or "")
    if not agreed:
        raise not_agreed("organisation", f"{home} did not agree that this caller asks it")
    if decision_type and not agreed.about(decision_type):
        raise not_agreed("decisionType", f"{home} did not agree that this caller asks about {decision_type}")
    return agreed.about(decision_type) if decision_type else agreed


def are_the_same(caller: Caller, home: str, decision_type: str, numbers: list[str], loader: Loader) -> bool:
    """Return True if a caller asks under these same agreements; Forbidden when there is none any more."""
    return _numbers(agreed_with(caller, home, decision_type, loader)) == numbers


def _numbers(agreed: Agreed) -> list[str]:
    return sorted(one.number for one in agreed.agreements)


def not_agreed(field: str, detail: str) -> Forbidden:
    """Refuse what an organisation did not agree to, by the field that goes beyond it; `detail` begins with its OIN."""
    return Forbidden(f"Organisation {detail}.", FieldError(field, "not_agreed", f"organisation {detail}"))
