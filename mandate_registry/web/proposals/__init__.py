"""What a proposal changes, in words and tables: shared by the pages that show one."""
