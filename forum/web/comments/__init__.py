"""Comments: write, edit, delete."""
