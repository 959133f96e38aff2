"""The decision: gates, trials, holders, scope and amounts; the answer to one question."""
