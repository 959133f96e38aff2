"""What a changeset does to mandates: in words."""

from __future__ import annotations

from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.register.changeset_store import Step
from mandate_registry.web.language import gettext as _
from mandate_registry.web.mandate_texts import MandateFormatter
from mandate_registry.web.terms import STEPS


class StepFormatter(MandateFormatter):
    """Tells in words what stands in codes, of one register, and what becomes of it."""

    def step(self, step: Step, number: str) -> str:
        """Return what a step does and from when, in words."""
        text = str(STEPS[step.event]) % {"number": number}
        if step.event is not Event.GRANT and step.effective_at:
            text += _(", from %(day)s", day=self.day(step.effective_at))
        if step.until:
            text += _(", until %(day)s", day=self.last_day(step.until))
        return text
