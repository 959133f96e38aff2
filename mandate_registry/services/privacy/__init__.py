"""Deleting: forgetting a person, and purging what was kept for long enough."""
