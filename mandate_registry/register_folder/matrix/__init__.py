"""Matrices: decision types down, functions across, marks or amounts where they meet."""
