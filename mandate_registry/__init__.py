"""The mandate registry: which employee may take which decisions for an organisation."""
