"""web: the pages.

Owns: nothing
Announces: nothing
Listens: nothing
Never: decides about business; a web room never imports another
"""
