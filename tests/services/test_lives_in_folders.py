"""A folder tells the truth about what became of mandates, and an import of it takes nothing of that away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from mandate_registry.errors import Conflict
from mandate_registry.register_folder.reader import RegisterFolder
from mandate_registry.rules import facts
from mandate_registry.rules.lifecycle.lifecycle import amend, revoke, suspend
from mandate_registry.rules.moments import beginning_of, day_of, end_of
from mandate_registry.rules.periods import Period
from mandate_registry.services.installation import Installation
from tests.rules.mandate_lives import AMSTERDAM, Life, granted, lives, moment
from tests.services.registers import elsewhere, exported, found, load, mandates, outcome

pytestmark = [pytest.mark.either_database, pytest.mark.slow]

SINCE = datetime(2024, 12, 31, 23, tzinfo=UTC)  # midnight in Amsterdam
MARCH = datetime(2025, 3, 1, 12, tzinfo=UTC)
JUNE = datetime(2025, 6, 1, 12, tzinfo=UTC)
VALID = Period(SINCE, None)


def rows(folder: RegisterFolder) -> list[facts.Mandate]:
    return [fact for fact in folder.tables["mandates"] if isinstance(fact, facts.Mandate)]


def saying(folder: RegisterFolder, mandates: list[Any]) -> RegisterFolder:
    return replace(folder, tables=folder.tables | {"mandates": mandates})


REVOKED = revoke((granted(valid=VALID),), JUNE)
SUSPENDED = suspend((granted(valid=VALID),), MARCH, JUNE)
AMENDED = amend((granted(valid=VALID),), MARCH, {"instructions": "anders"})
DRAFT = (granted(valid=VALID, approved=False),)


@pytest.mark.parametrize(
    ("life", "numbers"),
    [
        (REVOKED, ["M-1"]),
        (SUSPENDED, ["M-1", "M-1"]),
        (AMENDED, ["M-1", "M-1"]),
        (DRAFT, []),
        (revoke((granted(valid=VALID),), SINCE), []),
    ],
)
def test_an_export_imports_without_a_change(
    installation: Installation, tmp_path: Path, life: Life, numbers: list[str]
) -> None:
    found(installation, life)
    before = mandates(installation)
    folder = exported(installation, tmp_path)
    assert [row.number for row in rows(folder)] == numbers
    assert load(installation, folder).is_empty
    assert mandates(installation) == before


def test_elsewhere_no_answer_becomes_a_yes(tmp_path: Path) -> None:
    """Whatever became of a mandate: elsewhere the answer is the same, or a no on a day on which something changed."""

    @settings(max_examples=12, phases=[Phase.generate])
    @given(lives("M-1"), lives("M-2", parent="M-1"))
    def holds(parent: Life, child: Life) -> None:
        with elsewhere(tmp_path) as here, elsewhere(tmp_path) as there:
            found(here, parent, child)
            before = mandates(here)
            folder = exported(here, tmp_path)
            assert load(here, folder).is_empty
            assert mandates(here) == before
            load(there, folder)
            assert exported(there, tmp_path) == folder
            for number in range(-1, 9):
                noon = moment(24 * number + 12)
                told = (outcome(there, noon), outcome(here, noon))
                assert told[0] == told[1] or (told[0] == "not_authorised" and _changes_on(noon, *parent, *child))

    holds()


def _changes_on(noon: datetime, *stretches: facts.Mandate) -> bool:
    """Return whether anything begins or ends within that day."""
    day = day_of(noon, AMSTERDAM)
    within = Period(beginning_of(day, AMSTERDAM) + timedelta(microseconds=1), end_of(day, AMSTERDAM))
    moments = [
        moment
        for one in stretches
        for period in (
            one.valid,
            *one.suspensions,
            Period(one.revoked_at),
            Period(one.holder_consent, one.superior_consent),
        )
        for moment in period.boundaries()
    ]
    return any(moment in within for moment in moments)


def test_a_draft_is_neither_ended_nor_matched(installation: Installation, tmp_path: Path) -> None:
    found(installation, DRAFT, (granted(number="M-2", valid=VALID),))
    folder = exported(installation, tmp_path)
    load(installation, saying(folder, [replace(row, instructions="anders") for row in rows(folder)]))
    assert [fact.instructions for _, fact in mandates(installation) if fact.approved] == ["anders"]
    assert [fact.number for _, fact in mandates(installation) if not fact.approved] == ["M-1"]
    with pytest.raises(Conflict, match="M-1 is a draft in the register") as error:
        load(installation, saying(folder, [*rows(folder), granted(valid=VALID)]))
    assert [(one.field, one.code) for one in error.value.errors] == [("number", "draft")]


def test_what_a_draft_refers_to_stays(installation: Installation, tmp_path: Path) -> None:
    found(installation, DRAFT)
    folder = exported(installation, tmp_path)
    assert load(installation, replace(folder, tables=folder.tables | {"bodies": [], "decision_types": []})).is_empty


@pytest.mark.parametrize("life", [REVOKED, SUSPENDED, AMENDED])
def test_an_edited_export_keeps_the_identity_and_what_became_of_it(
    installation: Installation, tmp_path: Path, life: Life
) -> None:
    found(installation, life)
    before = mandates(installation)
    folder = exported(installation, tmp_path)
    changed = saying(folder, [replace(row, legal_basis="art. 9") for row in rows(folder)])
    preview = load(installation, changed)
    assert preview.tables == {"mandates": {"added": [], "changed": ["M-1"], "ended": []}}
    assert mandates(installation) == [(identity, replace(fact, legal_basis="art. 9")) for identity, fact in before]
    assert load(installation, changed).is_empty


def test_a_folder_from_before_a_revocation_does_not_undo_it(installation: Installation, tmp_path: Path) -> None:
    found(installation, REVOKED)
    old = saying(exported(installation, tmp_path), [granted(valid=VALID)])
    assert load(installation, old).is_empty
    assert outcome(installation, JUNE + timedelta(days=1)) == "not_authorised"


def test_what_is_revoked_is_not_granted_anew_under_its_number(installation: Installation, tmp_path: Path) -> None:
    found(installation, REVOKED)
    folder = exported(installation, tmp_path)
    again = granted(valid=Period(SINCE + timedelta(days=365), None))
    with pytest.raises(Conflict, match="M-1 was revoked before"):
        load(installation, saying(folder, [*rows(folder), again]))


def test_a_mandate_gains_and_loses_stretches_under_one_identity(installation: Installation, tmp_path: Path) -> None:
    found(installation, (granted(valid=VALID),))
    (identity, _), folder = mandates(installation)[0], exported(installation, tmp_path)
    summer, autumn = SINCE + timedelta(days=150), SINCE + timedelta(days=250)
    split = [granted(valid=Period(SINCE, summer)), granted(valid=Period(autumn, None), instructions="anders")]
    load(installation, saying(folder, split))
    assert mandates(installation) == [(identity, row) for row in split]
    assert load(installation, saying(folder, split[:1])).tables["mandates"]["changed"] == ["M-1"]
    assert mandates(installation) == [(identity, split[0])]


def test_a_new_number_with_several_rows_is_one_mandate(installation: Installation, tmp_path: Path) -> None:
    found(installation)
    load(installation, saying(exported(installation, tmp_path), list(_whole_days(AMENDED))))
    assert len({identity for identity, _ in mandates(installation)}) == 1
    assert len(mandates(installation)) == 2


def _whole_days(life: Life) -> Life:
    first, second = life
    until = SINCE + timedelta(days=40)
    return replace(first, valid=Period(SINCE, until)), replace(second, valid=Period(until, None))


def test_a_number_left_out_ends_and_what_it_was_to_say_later_is_withdrawn(
    installation: Installation, tmp_path: Path
) -> None:
    later = datetime(2100, 1, 1, 23, tzinfo=UTC)
    found(installation, amend((granted(valid=VALID),), later, {"instructions": "anders"}))
    folder = exported(installation, tmp_path)
    assert load(installation, saying(folder, [])).tables["mandates"]["ended"] == ["M-1"]
    ((_, fact),) = mandates(installation)
    assert fact.valid.until
    assert fact.valid.until < later
    assert load(installation, saying(folder, [])).is_empty


def test_a_revoked_mandate_left_out_stays_as_it_was(installation: Installation, tmp_path: Path) -> None:
    found(installation, REVOKED)
    assert load(installation, saying(exported(installation, tmp_path), [])).is_empty


def test_a_parent_that_stays_for_its_child_does_not_come_into_force(installation: Installation, tmp_path: Path) -> None:
    later = Period(datetime(2100, 1, 1, 23, tzinfo=UTC), None)
    found(installation, (granted(valid=later),), (granted(number="M-2", parent="M-1", valid=VALID),))
    load(installation, saying(exported(installation, tmp_path), []))
    assert outcome(installation, datetime(2100, 6, 1, tzinfo=UTC)) == "not_authorised"
