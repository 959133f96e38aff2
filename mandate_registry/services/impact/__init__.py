"""What a change of a register changes in what people may decide."""
