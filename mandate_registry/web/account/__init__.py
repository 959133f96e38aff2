"""Signing in, what is one's own, and by which keys systems come in."""
