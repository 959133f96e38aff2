"""Text files: their encoding, and rows of cells between separators."""
