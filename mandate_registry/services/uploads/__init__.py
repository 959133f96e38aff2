"""Uploaded files: kept until they are imported, and the jobs that work on them."""
