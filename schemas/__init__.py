"""The wire format: what JSON comes in and goes out, apart from what is done with it."""
