"""Counting what is asked without a key or a session, by the address that it comes from."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from mandate_registry.services.installation import Installation
from mandate_registry.services.rate_limits import consume

NETWORK = 64
"""How many bits of an IPv6 address are one household's or office's: within them it takes whichever it likes."""


def network_of(address: str | None) -> str:
    """Return an address as far as it is one client's; one text for what is none."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        return str(ip_network((found, NETWORK), strict=False))
    return str(found)


def count_request(installation: Installation, address: str | None, cost: int = 1) -> None:
    """Count a request from an address before anything is done for it; TooMany above the limit."""
    limit = installation.settings.visits
    consume(installation.counters, "visits", limit, network_of(address), min(cost, limit.amount))
