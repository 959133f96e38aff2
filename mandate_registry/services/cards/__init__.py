"""Mandate cards: issued, listed, revoked, and shown to whoever holds the code."""
