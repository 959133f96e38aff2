"""Cedar: a policy for each grant, in a set for each decision type; people and their roles are entities.

The sets and the entities are parsed once. Only the set of the decision type is looked at, as its authors advise (policy
slicing).
"""

from __future__ import annotations

import json

import cedarpy

from bench.peers.grants import Flattened, Grant
from bench.peers.peer_question import PeerQuestion

PERMIT = "permit(principal in Role::{role}, action, resource) when {{ {conditions} }};"


class Cedar:
    """The policies and entities of a register."""

    def __init__(self, flattened: Flattened) -> None:
        """Parse them."""
        sources = {code: "\n".join(map(_policy, grants)) for code, grants in flattened.grants.items()}
        self._policies = {code: cedarpy.PolicySet.from_str(source) for code, source in sources.items()}
        entities = [_entity(person, roles) for person, roles in flattened.roles.items()]
        self._entities = cedarpy.Entities.from_json_str(json.dumps(entities))

    def allows(self, question: PeerQuestion) -> bool:
        """Return whether some policy permits it; nothing is permitted for a type without policies."""
        policies = self._policies.get(question.decision_type)
        return policies is not None and bool(
            cedarpy.is_authorized(_request(question), policies, self._entities).allowed
        )


def _policy(grant: Grant) -> str:
    conditions = [f"context.cents <= {grant.cents}", f"context.at >= {grant.start}"]
    conditions += ["context.confirmed"] if grant.conditional else []
    return PERMIT.format(role=json.dumps(grant.role), conditions=" && ".join(conditions))


def _entity(person: str, roles: list[str]) -> dict[str, object]:
    parents = [{"type": "Role", "id": role} for role in roles]
    return {"uid": {"type": "Person", "id": person}, "attrs": {}, "parents": parents}


def _request(question: PeerQuestion) -> dict[str, object]:
    return {
        "principal": {"type": "Person", "id": question.person},
        "action": {"type": "Action", "id": "decide"},
        "resource": {"type": "DecisionType", "id": question.decision_type},
        "context": {"cents": question.cents, "at": question.at, "confirmed": question.confirmed},
    }
