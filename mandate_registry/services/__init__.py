"""The use cases: one function each, the caller first, one unit of work, one commit."""
