"""Web pages and Markdown: their tables as sheets."""
