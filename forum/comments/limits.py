"""Limits of a comment, shared by forms, actions and importers."""

BODY_MAX = 5_000  # visible characters
PAGE = 50  # threads on a page
