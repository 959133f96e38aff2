"""What register health would find anew if a plan were carried out, in words: by kind, the worst first."""

from __future__ import annotations

from typing import Any

from mandate_registry.services.findings.new_findings import NewFindings
from mandate_registry.web.language import gettext
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import FINDINGS, SEVERITIES


def new_finding_lines(found: NewFindings, names: RegisterNames) -> list[dict[str, Any]]:
    """Return the kinds of findings, each with how many there are and the first of them."""
    groups = []
    for (code, severity), count in found.counts.items():
        first = [one for one in found.first if (one.code, one.severity) == (code, severity)]
        said = [(one.rows, one.detail.said(gettext, names.write.moment, names.called)) for one in first]
        kind = {"severity": SEVERITIES[severity].text, "tone": SEVERITIES[severity].tone, "count": count}
        groups.append(kind | {"title": FINDINGS[code]["title"], "items": said, "more": count - len(said)})
    return groups
