"""What a register says: written down, loaded, read entry by entry, at any moment as known at any moment."""
