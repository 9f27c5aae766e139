"""Limits of moderation, shared by forms and actions."""

NOTE_MAX = 500  # visible characters of a reporter's note
BULK_MAX = 50  # suggestions decided at once
