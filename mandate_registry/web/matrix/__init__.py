"""The authority matrix: positions and types of decisions on one sheet."""
