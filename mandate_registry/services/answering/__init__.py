"""Questions: as whom somebody asks, what the answer is, what of it is told, and what is kept."""
