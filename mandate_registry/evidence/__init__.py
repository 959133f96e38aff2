"""What others keep of an answer and check by themselves: signed statements, and the keys that sign them."""
