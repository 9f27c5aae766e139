"""Following a suggestion."""
