"""Documents of Word (.docx): their tables as sheets."""
