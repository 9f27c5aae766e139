"""Core: the ground that knows no feature.

Owns: job, outgoing_mail, content_version, once_answer
Announces: nothing
Listens: nothing
Never: names a room's noun (permissions.py, a bare list of names, excepted)
"""
