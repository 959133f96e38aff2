"""The life of a mandate: what may happen to it, what needs approval, and what may be granted."""
