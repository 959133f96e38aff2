"""Proof: what was answered, what the log says of it, and what an employee shows of his mandates."""
