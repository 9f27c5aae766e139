"""The search page and what the search box offers while somebody types."""
