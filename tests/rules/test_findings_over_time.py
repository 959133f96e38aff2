"""What is found stays the same until the next moment at which a fact begins or ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mandate_registry.rules.findings.finding_moments import finding_moments
from mandate_registry.rules.findings.findings import Finding
from mandate_registry.rules.findings.health import findings
from tests.rules.register_tables import World
from tests.rules.strategies import registers

MOMENT = timedelta(microseconds=1)
BEFORE, AFTER = datetime(2025, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


def found(world: World, at: datetime) -> list[Finding]:
    return findings(world.register(), world.tables.get("instruments", ()), at)


@given(registers(), st.datetimes(BEFORE.replace(tzinfo=None), AFTER.replace(tzinfo=None), timezones=st.just(UTC)))
def test_findings_change_by_themselves_at_no_other_moment(world: World, at: datetime) -> None:
    moments = [moment for moment in finding_moments(world.register()) if moment > at]
    until = min(moments, default=AFTER + timedelta(days=1000))
    for later in (at + (until - at) / 2, until - MOMENT):
        assert found(world, later) == found(world, at)
