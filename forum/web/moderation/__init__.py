"""Pages of moderation: the desk, its acts, and reporting."""
