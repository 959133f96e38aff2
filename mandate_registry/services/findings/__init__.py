"""Register health: what a lawyer would have mended, and what a change would add to that."""
