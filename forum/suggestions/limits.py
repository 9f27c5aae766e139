"""Limits of a suggestion, shared by forms, actions and importers."""

from datetime import timedelta

TITLE_MIN = 4  # visible characters
TITLE_MAX = 120
TITLE_KEY_MAX = 1000  # code points
BODY_MAX = 20_000
RESPONSE_MAX = 10_000
REASON_MAX = 500
EDIT_WINDOW = timedelta(hours=1)
NEWCOMER_UNTIL = 3  # approved suggestions
