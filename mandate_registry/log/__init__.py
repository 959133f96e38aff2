"""The log that nobody can rewrite unseen: every change and every receipt is a leaf of one Merkle tree."""
