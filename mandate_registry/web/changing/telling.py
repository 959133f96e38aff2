"""What a changeset does to mandates: in words."""

from __future__ import annotations

from mandate_registry.rules.lifecycle import Event
from mandate_registry.services.registers.changesets import Step
from mandate_registry.web.language import gettext as _
from mandate_registry.web.telling import Saying
from mandate_registry.web.terms import STEPS


class Telling(Saying):
    """Tells in words what stands in codes, of one register, and what becomes of it."""

    def step(self, step: Step, number: str) -> str:
        """Tell what a step does, from when."""
        text = str(STEPS[step.event]) % {"number": number}
        if step.event is not Event.GRANT and step.effective_at:
            text += _(", from %(day)s", day=self.day(step.effective_at))
        if step.until:
            text += _(", until %(day)s", day=self.last_day(step.until))
        return text
