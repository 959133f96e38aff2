"""The command line, `./mandates`: an entry point beside the API, on the same services.

Exit codes: 0 done, or yes; 1 a no, answers that differ, or findings of severity error;
2 it could not be done, with the reason on standard error.
"""
