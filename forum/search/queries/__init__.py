"""Reading the index: `finding` by words, what is `alike`, `duplicates` found before, the `words`.

Whatever leaves this room is published, and on a board its reader sees (`visible`).
"""
