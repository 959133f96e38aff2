"""The roles in words."""

from __future__ import annotations

from mandate_registry.services.permissions import Role
from mandate_registry.web.language import lazy

ROLES = {
    Role.ADMINISTRATOR: lazy("Administrator: runs the registry, and approves"),
    Role.HR: lazy("HR: keeps the register"),
    Role.APPROVER: lazy("Approver: approves what was proposed"),
    Role.AUDITOR: lazy("Auditor: reads and asks"),
    Role.HOLDER: lazy("Employee: sees what is about himself"),
    Role.PARTNER: lazy("Partner: asks as was agreed"),
}
