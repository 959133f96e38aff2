"""What proves answers and changes to others: receipts, the log, and the keys that sign."""
