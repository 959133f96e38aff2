"""What the tests stand on: databases, tools from npm, and honesty about what could not run."""
