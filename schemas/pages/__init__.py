"""What only pages ask for; everything else among the schemas is of the contract."""
