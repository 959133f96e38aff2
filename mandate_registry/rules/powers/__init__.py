"""Powers: what an employee, or the holder of a position, may decide without a question being asked."""
