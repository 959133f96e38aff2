"""Requests that come again: the reply that was kept, and whether it may be given again."""
