"""Pages of suggestions: read, post, edit, withdraw; what is mine."""
