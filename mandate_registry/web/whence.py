"""Whence a request comes that nobody is signed in for, to count how often."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

NETWORK = 64
"""How many bits of an IPv6 address are one household's or office's: within them it takes whichever it likes."""


def whence() -> str:
    """Give the address from which a request comes, as far as it is one client's; one text for what is none."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, NETWORK), strict=False))
    return str(address)
