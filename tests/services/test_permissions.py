"""The table of who may do what is the one that is documented, and several roles reach as far as each of them."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from mandate_registry.config import ROOT
from mandate_registry.errors import Forbidden
from mandate_registry.services.callers import Caller
from mandate_registry.services.permissions import PERMISSIONS, Reach, Right, Role

HERE = "00000009000000000001"
THERE = "00000009000000000002"


def test_the_documented_table_is_the_one_that_is_asked() -> None:
    page = (ROOT / "docs/explanation/security.md").read_text(encoding="utf-8")
    head, _, *rows = (
        [cell.strip() for cell in line.split("|")[1:-1]] for line in re.findall(r"^\|.*\|$", page, re.MULTILINE)
    )
    documented = {
        (right, role): {Reach(word) for word in cell.split() if word != "-"}
        for right, _, *cells in rows[: len(Right)]
        for role, cell in zip(head[2:], cells, strict=True)
    }
    assert documented == {(right, role): PERMISSIONS[right][role] for right in Right for role in Role}


@pytest.mark.parametrize("roles", list(combinations(Role, 2)), ids="+".join)
def test_who_has_two_roles_may_do_what_either_may(roles: tuple[Role, ...]) -> None:
    both, *each = (Caller(some, HERE, person="K-001") for some in (roles, *((role,) for role in roles)))
    for right in Right:
        for oin in (HERE, THERE):
            for reaches in (Caller.may, Caller.may_for_self, Caller.may_as_partner):
                assert reaches(both, right, oin) == any(reaches(one, right, oin) for one in each)


def test_who_has_no_role_may_do_nothing() -> None:
    nobody = Caller((), HERE, person="K-001")
    for right in Right:
        with pytest.raises(Forbidden):
            nobody.must(right, HERE)
        assert not nobody.may_for_self(right, HERE)
        assert not nobody.may_as_partner(right, THERE)
    with pytest.raises(Forbidden):
        nobody.must_administer()
    with pytest.raises(Forbidden):
        nobody.narrowed(None, None)
