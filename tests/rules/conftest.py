"""How long the properties are tried: MANDATES_EXAMPLES=5000 tries each of them on so many registers."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "rules",
    max_examples=int(os.environ.get("MANDATES_EXAMPLES", "200")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("rules")
