"""Reading `people`, the `browsers` they are signed in with, `sent_codes`, `invites`."""
