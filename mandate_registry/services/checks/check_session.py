"""What one caller's questions are answered from: the newest versions of registers, at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from mandate_registry.rules.check_requests import CheckRequest
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.questions import Question
from mandate_registry.services.callers import Caller
from mandate_registry.services.checks.clock_skew import Clocks
from mandate_registry.services.checks.disclosure import DisclosureView
from mandate_registry.services.checks.presented_cards import Card
from mandate_registry.services.installation import Installation, Snapshot, now
from mandate_registry.services.register.loader import Loaders, moment_of


class CheckSession:
    """One caller's questions, answered at one moment from one snapshot of the database, or from memory.

    From memory, registers are those that this process saw last: what is told was right only if they are still the
    newest when it is saved (`check_store`). `seen` has the registers that were looked at, by OIN; `today` loads what is
    known now; `cards` those that named somebody, by id.
    """

    def __init__(
        self, caller: Caller, installation: Installation, connection: Connection | Snapshot, *, from_memory: bool
    ) -> None:
        self.caller = caller
        self.installation = installation
        self.connection = connection
        self.is_from_memory = from_memory
        self.cards: dict[UUID, Card] = {}
        self._now = now()
        self._loaders = Loaders(connection, installation.remembered, installation.newest if from_memory else None)
        self.seen = self._loaders.seen
        self.today = self._loaders.of(None)

    @classmethod
    @contextmanager
    def opened(cls, caller: Caller, installation: Installation, *, from_memory: bool) -> Iterator[CheckSession]:
        """Open a session; the database is read as far as memory lacks something, and always if not `from_memory`."""
        with installation.reading_when_needed() as snapshot:
            yield cls(caller, installation, snapshot, from_memory=from_memory)

    @property
    def moment(self) -> datetime:
        """The moment at which is asked: by the clock of this host, or of the registers if that is later."""
        return moment_of(self.seen.values(), self._now)

    @property
    def clocks(self) -> Clocks:
        """The moment by the clock of this host, and by that of the registers that were looked at."""
        return Clocks(self._now, self.moment)

    def look_at(self, requests: Iterable[CheckRequest]) -> None:
        """Look at the registers that these questions name, so that all are asked at one moment."""
        self.today.look_at(oin for request in requests for oin in request.organisations)

    def staff(self, question: Question) -> Register:
        """Load those who could be meant by a question, as known when it asks: a register without its mandates."""
        return self._loaders.of(question.known_at).staff(question.organisation, question.everybody)

    def load(self, question: Question, *, own: bool = True) -> DisclosureView:
        """Load what could concern the people of a question, as known when it asks, in the caller's view."""
        loader = self._loaders.of(question.known_at)
        return self._view(question, loader.for_people(question.organisation, question.everybody), own=own)

    def load_whole(self, question: Question, *, own: bool = True) -> DisclosureView:
        """Load a whole register, to search it, in the caller's view."""
        return self._view(question, self._loaders.of(question.known_at).whole(question.organisation), own=own)

    def _view(self, question: Question, register: Register, *, own: bool) -> DisclosureView:
        ids = self._loaders.of(question.known_at).ids[question.organisation]
        return DisclosureView(
            register, question.at, own, ids, question.employees, self.moment, self.known_until(question)
        )

    def known_until(self, question: Question) -> datetime | None:
        """Return the moment whose knowledge a question asks for, if a register that it names changed after it."""
        named = {question.organisation, *(one.organisation for one in question.everybody)}
        changed = (row.changed_at for oin, row in self.seen.items() if oin in named)
        return question.known_at if any(moment > question.known_at for moment in changed if moment) else None

    def known_otherwise(self, question: Question) -> Question | None:
        """Return a question as it is answered from other knowledge; None when there is none to compare it with.

        What is asked as it was known before is compared with what is known now; what is known now of a past moment,
        with what was known then, if there was a register.
        """
        if self.known_until(question):
            return replace(question, known_at=self.moment)
        is_past = question.at < min(question.known_at, self._now)
        then = replace(question, known_at=question.at)
        return then if is_past and self.today.knows(question.organisation, question.at) else None
