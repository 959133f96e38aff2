"""What an approver reads of a changeset, with its codec: it is kept as JSON with what an import would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from mandate_registry.rules.impact.contributions import Named
from mandate_registry.rules.impact.turn_causes import Share
from mandate_registry.services.expected_checks.evaluation import EvaluatedAnswer


@dataclass(frozen=True, slots=True)
class Approver:
    """Somebody who approves: `blocked` are the entries (table, key) by which he would gain.

    `gained` are the decision types (codes) about which he may decide more; where that is all as a deputy, `deputy_of`
    are the seats for which he stands in. `may_part`: something is left without the entries and all that hangs together
    with them.
    """

    number: str
    name: str
    has_hand: bool
    blocked: tuple[Named, ...]
    may_part: bool = False
    gained: tuple[str, ...] = ()
    deputy_of: tuple[str, ...] = ()

    @property
    def may_all(self) -> bool:
        """Return True if nothing keeps him from approving all of it."""
        return not (self.has_hand or self.blocked)


@dataclass(frozen=True, slots=True)
class TurnedExpectation:
    """An expected check that turns, by its name and its id, and the entries (table, key) that are why.

    `check` is None of one that the change itself adds. `breaks`: it was met till now. `share` tells what part the
    causes have in it. It asks whether `people` may decide `decision_type`, up to an `amount` where it names one, of
    the matter that `details` tell; `why` is the reason of the organisation to expect its answer.
    """

    check: UUID | None
    name: str
    before: EvaluatedAnswer
    after: EvaluatedAnswer
    breaks: bool
    causes: tuple[Named, ...]
    share: Share = Share.PERHAPS
    people: tuple[str, ...] = ()
    decision_type: str = ""
    amount: tuple[str, str] | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What stands in the way of an approval of a number of entries (`total`), for each who is known to approve.

    `four_eyes`: the organisation asks for an approval by somebody else. `own` are the decision types about which
    whoever asks may decide more, where he has a hand in it.
    """

    total: int = 0
    approvers: tuple[Approver, ...] = ()
    turned: tuple[TurnedExpectation, ...] = ()
    four_eyes: bool = False
    own: tuple[str, ...] = ()

    @property
    def breaking(self) -> tuple[TurnedExpectation, ...]:
        """The expected checks that keep everybody from approving it."""
        return tuple(one for one in self.turned if one.breaks)

    def as_plain(self) -> dict[str, Any]:
        """Return it as it can be written in JSON."""
        turned = [asdict(one) | {"check": one.check and str(one.check)} for one in self.turned]
        approvers = [asdict(one) for one in self.approvers]
        return {
            "total": self.total,
            "approvers": approvers,
            "turned": turned,
            "four_eyes": self.four_eyes,
            "own": self.own,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Review:
        """Read what `as_plain` returned."""
        turned, own = tuple(map(_turned_expectation, plain["turned"])), tuple(plain.get("own", ()))
        return cls(plain["total"], tuple(map(_approver, plain["approvers"])), turned, plain["four_eyes"], own)


def _approver(plain: Mapping[str, Any]) -> Approver:
    gains: dict[str, Any] = {name: tuple(plain.get(name, ())) for name in ("gained", "deputy_of")}
    return Approver(**{**plain, **gains, "blocked": _named(plain["blocked"])})


def _turned_expectation(plain: Mapping[str, Any]) -> TurnedExpectation:
    before, after = (EvaluatedAnswer(**plain[side]) for side in ("before", "after"))
    check = plain["check"] and UUID(plain["check"])
    amount = plain["amount"] and tuple(plain["amount"])
    question = {"people": tuple(plain["people"]), "decision_type": plain["decision_type"], "amount": amount}
    whole = {"details": plain["details"], "why": plain["why"], "share": Share(plain["share"])}
    return TurnedExpectation(
        check, plain["name"], before, after, plain["breaks"], _named(plain["causes"]), **question, **whole
    )


def _named(plain: Iterable[Any]) -> tuple[Named, ...]:
    return tuple((table, key) for table, key in plain)
