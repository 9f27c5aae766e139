"""Follows: who wants to hear about what, and why.

Owns: follow
Announces: nothing
Listens: SuggestionPosted, VoteCast, CommentPosted, PersonErased
Never: sends anything
"""
