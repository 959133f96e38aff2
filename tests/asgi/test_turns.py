"""Threads take short turns in what is served: who computes keeps nobody waiting for long."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from mandate_registry.site import TURN, application, asgi_application
from tests.support.built import closed_afterwards
from tests.support.settings import environment_of

pytestmark = pytest.mark.either_database


@pytest.fixture(autouse=True)
def _usual_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    yield
    sys.setswitchinterval(usual)


def test_what_is_started_lets_threads_take_short_turns(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment_of(database).items():
        monkeypatch.setenv(name, value)
    for start in (application, asgi_application):
        sys.setswitchinterval(0.005)
        with closed_afterwards():
            start()
        assert sys.getswitchinterval() == pytest.approx(TURN)
