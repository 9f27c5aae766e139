"""`python -m forum.cli`, where the entry point is not installed."""

from forum.cli import main

main()
