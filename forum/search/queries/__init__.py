"""Reading: `finding` by words, what is `alike`, `duplicates` found before, the `vocabulary`, the
`index` as it stands, and on which boards (`scopes`).

Whatever leaves this room is published, and on a board its reader sees (`visible`).
"""
