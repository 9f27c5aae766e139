"""Reading `people`, their `sessions`, `codes` under way, whom somebody `invited`."""
