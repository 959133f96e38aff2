"""What is to be done about a register, and what happened to it: findings, expected answers, differences, the log."""

from mandate_registry.web.worklists.differences import differences
from mandate_registry.web.worklists.expected_checks import expected
from mandate_registry.web.worklists.findings import findings
from mandate_registry.web.worklists.gains import gains
from mandate_registry.web.worklists.log_page import logbook

__all__ = ["differences", "expected", "findings", "gains", "logbook"]
