"""What the peers do not do, so that whoever reads their figures knows what is compared."""

from __future__ import annotations

LEFT_OUT = """\
What a check does and the peers do not:
- Who holds, deputises for and belongs to what, chains, headings and reservations: resolved for them before, for today.
- What was known at a moment (`knownAt`), and until when an answer holds.
- Reasons, limits on other VAT bases, joint holders, own interest, names instead of numbers, signature lines.
- Agreements with partners, what a partner may be told, limits against trying, receipts.
- The question on the disk before the answer goes out. The logs of Cerbos and casbin do not wait for the disk.
Cerbos is sent the roles of the person with each question, and uses all processors. Cedar, casbin and Rego run behind
the endpoint that the registry is served by. Cedar and regorus, which evaluates Rego here, keep no log of their own.
OPA's own server is in neither package registry that is asked."""
