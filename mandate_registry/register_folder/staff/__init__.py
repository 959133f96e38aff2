"""Lists of staff: units, positions, people and appointments from one sheet."""
