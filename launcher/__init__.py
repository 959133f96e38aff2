"""What `./mandates` does before a command starts: make `.venv`, and install what only the system can bring.

Standard library only, for nothing else is there when it runs.
"""
