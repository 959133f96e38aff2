"""Changes: proposed, held to the law and to what is expected, approved, carried out; whole registers in and out."""
