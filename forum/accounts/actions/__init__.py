"""Writing people: `people`, their `sessions`, sign-in `codes`, `passwords` and `invitations`."""
