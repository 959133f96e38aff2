"""A sheet as rows of texts, whichever kind of file it comes from."""
