"""A request without an answer: its page, its problem and its log event say what is lacking, and nothing of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog.testing

from mandate_registry.errors import Lack, Unavailable
from mandate_registry.services.installation import Installation
from tests.support.demo import WIERDENLAND
from tests.web.site import Site, demo_site

SAID = {
    Lack.UNREACHABLE: ("cannot be reached now", "5"),
    Lack.BUSY: ("busy now", "5"),
    Lack.UNOPENED: ("cannot be opened", "300"),
    Lack.MOVED: ("was moved away", "300"),
    Lack.READ_ONLY: ("can only be read", "300"),
    Lack.FULL: ("no room left", "300"),
    Lack.DAMAGED: ("is damaged", "300"),
    Lack.FOREIGN: ("lacks what this release needs", "300"),
    Lack.KEY: ("signs is missing", "300"),
    Lack.ISSUER: ("signs in does not answer", "5"),
}

PLACES = {
    f"/register/{WIERDENLAND}": "/register/<string(length=20):oin>",
    f"/v1/published-mandates?organisation={WIERDENLAND}": "/v1/published-mandates",
}
"""A page and a call that anybody may ask for, by the template of the route."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with demo_site(Path(tmp_path_factory.mktemp("lacking"))) as served:
        yield served


def failing(error: Exception) -> Any:
    def fail(*_: Any, **__: Any) -> None:
        raise error from ValueError("Sanne Verbeek")

    return fail


@pytest.mark.parametrize("lack", Lack)
def test_each_lack_has_its_sentence_and_its_log_event(site: Site, monkeypatch: pytest.MonkeyPatch, lack: Lack) -> None:
    monkeypatch.setattr(Installation, "reading", failing(Unavailable("It is lacking.", lack)))
    sentence, seconds = SAID[lack]
    for path, route in PLACES.items():
        with structlog.testing.capture_logs() as logs:
            answer = site.get(path, X_Request_ID="ask-me", Accept_Language="en")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, seconds)
        assert (sentence if route.startswith("/reg") else "It is lacking.") in answer.text.replace("&#39;", "'")
        (entry,) = logs
        assert (entry["event"], entry["error"], entry["cause"]) == (lack.value, "Unavailable", "ValueError")
        assert (entry["request_id"], answer.headers["X-Request-ID"]) == ("ask-me", "ask-me")
        assert entry["route"] == route
        assert entry["frames"]
        assert "Sanne" not in str(logs) + answer.text
        assert WIERDENLAND not in str(logs)


def test_an_error_that_nobody_foresaw_is_one_event_with_its_cause(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Installation, "reading", failing(RuntimeError("Sanne Verbeek")))
    for path in PLACES:
        with structlog.testing.capture_logs() as logs:
            answer = site.get(path)
        (entry,) = logs
        assert (answer.status_code, entry["event"]) == (500, "unforeseen error")
        assert (entry["error"], entry["cause"]) == ("RuntimeError", "ValueError")
        assert entry["request_id"] == answer.headers["X-Request-ID"]
        assert "Sanne" not in str(logs) + answer.text
