"""Casbin: a rule for each grant and a grouping for each role, with an enforcer for each decision type.

One enforcer for all would look at every rule; its authors advise to load only those that matter. One question is asked
at a time: casbin parses the matcher for each, and CPython 3.11 cannot parse in several threads at once.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

import casbin
from casbin.persist.adapters.string_adapter import StringAdapter

from bench.peers.grants import Flattened, Grant
from bench.peers.peer_question import PeerQuestion

MODEL = """
[request_definition]
r = sub, cents, at, confirmed

[policy_definition]
p = sub, cents, start, conditional

[role_definition]
g = _, _

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = g(r.sub, p.sub) && within(r.cents, r.at, r.confirmed, p.cents, p.start, p.conditional)
"""


class Casbin:
    """The enforcers of a register."""

    def __init__(self, flattened: Flattened, log_file: Path | None = None) -> None:
        """Make them. Each decision is written to the log file, if there is one, as casbin's own logger words it."""
        self._one_at_a_time, logger = threading.Lock(), _logger(log_file)
        groupings = [f"g, {person}, {role}" for person, roles in flattened.roles.items() for role in roles]
        self._of_type = {code: _enforcer(groupings, some, logger) for code, some in flattened.grants.items()}

    def allows(self, question: PeerQuestion) -> bool:
        """Return whether some rule allows it."""
        enforcer = self._of_type.get(question.decision_type)
        asked = question.person, question.cents, question.at, question.confirmed
        with self._one_at_a_time:
            return enforcer is not None and bool(enforcer.enforce(*asked))


def _enforcer(groupings: list[str], grants: list[Grant], logger: logging.Logger) -> Any:
    model = casbin.Enforcer.new_model(text=MODEL)
    rules = [f"p, {one.role}, {one.cents}, {one.start}, {'yes' if one.conditional else 'no'}" for one in grants]
    enforcer = casbin.Enforcer(model, StringAdapter("\n".join([*rules, *groupings])))
    enforcer.add_function("within", _within)
    enforcer.logger = logger
    return enforcer


def _within(cents: int, at: int, confirmed: bool, most: str, start: str, conditional: str) -> bool:  # noqa: FBT001 - as casbin calls it
    return cents <= int(most) and at >= int(start) and (confirmed or conditional == "no")


def _logger(file: Path | None) -> logging.Logger:
    """Return a logger that writes to a file, or one that writes nothing."""
    logger = logging.getLogger(f"bench.casbin.{'file' if file else 'nothing'}")
    logger.propagate = False
    logger.setLevel(logging.INFO if file else logging.CRITICAL)
    if file:
        logger.addHandler(logging.FileHandler(file))
    return logger
