"""What anybody may read: published mandates, a card by its code, the contract, how accessible this is."""
