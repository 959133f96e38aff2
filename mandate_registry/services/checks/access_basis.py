"""As whom a caller asks an organisation: as one of its own, as the employee concerned, or as a partner let in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mandate_registry.errors import FieldError, Forbidden, InvalidInput
from mandate_registry.rules.agreements import AgreementSet
from mandate_registry.rules.check_requests import CheckRequest
from mandate_registry.rules.questions import Person
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.check_session import CheckSession
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.loader import Loader
from mandate_registry.services.reply_basis import note_agreement


@dataclass(frozen=True, slots=True)
class AccessBasis:
    """As whom a caller asks: as a partner about what was `agreed`; else as one of its own, who is told in full.

    With `alone` it is an employee, who is told in full about that person only: himself.
    """

    agreed: AgreementSet | None = None
    alone: Person | None = None

    def must_concern(self, groups: Iterable[set[Person]]) -> None:
        """Refuse an employee who asks about anybody but himself; a group is all whom one name may mean."""
        if self.alone and any(group != {self.alone} for group in groups):
            raise Forbidden("An employee asks about himself.", FieldError("employees", "not_oneself", "names others"))


def authorise(session: CheckSession, right: Right, request: CheckRequest) -> AccessBasis:
    """Return as whom the caller of a session asks.

    Forbidden when the organisation did not agree that the caller asks it, or asks about this decision type: which ones
    there are it does not tell. InvalidInput when it has no register here; when a partner does not say for what purpose
    it asks, or names somebody beside the code of a card; and when a partner, or a receipt, would be told of a moment
    from knowledge of before it.
    """
    session.today.directory(request.organisation)
    basis = _basis(session.caller, right, request, session.today)
    session.look_at([request])
    if basis.agreed or request.receipt:
        must_know_its_moment(session.clocks.known(request), session.moment)
    return basis


def _basis(caller: Caller, right: Right, request: CheckRequest, loader: Loader) -> AccessBasis:
    home, decision_type = request.organisation, request.decision_type
    if caller.may(right, home):
        return AccessBasis()
    if caller.person is not None and caller.may_for_self(right, home):
        return AccessBasis(alone=Person(home, caller.person))
    if not caller.may_as_partner(right, home):
        raise not_agreed("organisation", f"{home} is not asked by one of its own without the right to")
    if not request.purpose:
        raise InvalidInput(FieldError("purpose", "required", "who asks about another organisation says what for"))
    agreed = agreed_with(caller, home, decision_type, loader)
    must_name_nobody_beside_a_code(request)
    note_agreement(right, home, decision_type, _numbers(agreed))
    return AccessBasis(agreed=agreed)


def agreed_with(caller: Caller, home: str, decision_type: str, loader: Loader) -> AgreementSet:
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


def _numbers(agreed: AgreementSet) -> list[str]:
    return sorted(one.number for one in agreed.agreements)


def not_agreed(field: str, detail: str) -> Forbidden:
    """Refuse what an organisation did not agree to, by the field that goes beyond it; `detail` begins with its OIN."""
    return Forbidden(f"Organisation {detail}.", FieldError(field, "not_agreed", f"organisation {detail}"))


def must_name_nobody_beside_a_code(request: CheckRequest) -> None:
    """Refuse (InvalidInput) what asks by the code of a card and names somebody otherwise, whoever that is.

    What such an answer says of whoever is named, it would say of the holder, whose name the card may withhold: that he
    is a party, or that one who acts together with him is he.
    """
    if any(ref.code for ref in request.employees):
        acting = (f"employees.{place}" for place, ref in enumerate(request.employees) if not ref.code)
        errors = [FieldError(field, "beside_a_code", BESIDE_A_CODE) for field in (*acting, *request.mentioned)]
        if errors:
            raise InvalidInput(*errors)


BESIDE_A_CODE = (
    "names somebody in a question by the code of a card, which may not tell who its holder is: leave it out; those who"
    " act together each show a card"
)


def must_know_its_moment(request: CheckRequest, moment: datetime) -> None:
    """Refuse (InvalidInput) what asks about a moment from knowledge of before it, while there is newer knowledge.

    What was recorded in between would be left out: somebody whose mandate was revoked could have it confirmed.
    """
    if request.known_at and request.known_at < min(request.at or moment, moment):
        raise InvalidInput(FieldError("knownAt", "before_at", BEFORE))


BEFORE = (
    "lies before the moment asked about (at; now if left out), so that what was recorded since would be left out:"
    " partners are not told that, and it is not signed. Leave knownAt out, or ask about a moment up to knownAt"
)
