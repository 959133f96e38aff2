"""Checks: the question, who may ask it, the answer, what is disclosed of it, and what is kept."""
