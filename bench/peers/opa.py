"""OPA's language Rego, evaluated by regorus: the grants and roles are data, and one rule reads them.

OPA itself is no package of these registries. Regorus is faster than OPA's own evaluator where both run in one process.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path

import opa_eval

from bench.peers.grants import Flattened
from bench.peers.peer_question import PeerQuestion

POLICY = """package mandates

import rego.v1

default allow := false

allow if {
    some grant in data.grants[input.decision_type]
    grant.role in data.roles[input.person]
    input.cents <= grant.cents
    input.at >= grant.start
    confirmed(grant)
}

confirmed(grant) if not grant.conditional

confirmed(grant) if input.confirmed
"""


class Opa:
    """The policy with the data of a register."""

    def __init__(self, flattened: Flattened) -> None:
        """Load both."""
        grants = {code: [asdict(grant) for grant in some] for code, some in flattened.grants.items()}
        data = json.dumps({"grants": grants, "roles": flattened.roles})
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "mandates.rego"
            file.write_text(POLICY, encoding="utf-8")
            self._policy = opa_eval.OpaEval(str(file), data_json=data, query="data.mandates.allow")

    def allows(self, question: PeerQuestion) -> bool:
        """Return whether the rule holds."""
        return str(self._policy.evaluate(json.dumps(asdict(question)))) == "true"
