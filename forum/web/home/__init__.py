"""Pages that belong to no room: health, preferences, icons."""
