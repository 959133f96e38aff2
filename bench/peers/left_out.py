"""What the peers do not do, so that whoever reads their figures knows what is compared."""

from __future__ import annotations

LEFT_OUT = """\
What a check does and the peers do not:
- Chains, headings, reservations, units and deputies: they were resolved before, for today.
- What was known at a moment (`knownAt`), and until when an answer holds.
- Reasons, joint holders, own interest, names instead of numbers, signature lines.
- Agreements with partners, what a partner may be told, limits against trying, receipts.
- The question on the disk before the answer goes out. The logs of Cerbos and casbin do not wait for the disk; Cedar and
  regorus, which evaluates Rego here, keep none.
Cerbos is sent the roles of the person with each question, and uses all processors. Cedar, casbin and Rego run behind an
endpoint of the server that the registry is served by. OPA's own server is in neither package registry that is asked."""
