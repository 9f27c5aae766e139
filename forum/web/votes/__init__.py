"""Voting: the button, and the small page a guest votes on."""
