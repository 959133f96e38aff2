"""Whence a request comes that nobody is signed in for, to count how often."""

from __future__ import annotations

from flask import request

from mandate_registry.services.visits import network_of


def client_address() -> str:
    """Return the address from which a request comes, as far as it is one client's; one text for what is none."""
    return network_of(request.remote_addr)
