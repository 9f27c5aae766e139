"""http: request plumbing that the doors share.

Owns: nothing
Announces: nothing
Listens: nothing
Never: decides about business (rooms do)
"""
