"""Writing people: `people`, their `sessions`, sign-in `codes` and what is `pending` on them,
`passwords` and `invitations`."""
