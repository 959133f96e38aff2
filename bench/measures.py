"""Everything that is measured, by the names that `--only` knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bench.connections import connections
from bench.growth import growth_in_installation, growth_in_register
from bench.imports import imports
from bench.list_pages import lists
from bench.load import beside_loads
from bench.log import log_growth
from bench.partner_checks import batches, two_noes
from bench.peers.comparison import peers
from bench.plan import Plan
from bench.receipts import receipts
from bench.report import Measured
from bench.workers import two_workers

MEASURES: dict[str, Callable[[Plan, str], Iterator[Measured]]] = {
    "connections": connections,
    "receipts": receipts,
    "batch": batches,
    "noes": two_noes,
    "loads": beside_loads,
    "lists": lists,
    "growth": growth_in_register,
    "workers": two_workers,
    "log": log_growth,
    "import": imports,
    "million": growth_in_installation,
    "peers": peers,
}
ONE_DATABASE = {"log": "sqlite", "workers": "postgresql", "million": "postgresql"}
"""Measures that are made on one database only: an embedded database has one worker."""
SLOW = ("loads", "import", "million")
"""Measures that take long: a quick run makes them only if it names them."""
PEERS = "peers"
"""The measure that `--peers` adds."""
USUAL = [name for name in MEASURES if name != PEERS]
