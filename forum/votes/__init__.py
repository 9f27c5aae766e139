"""Votes: who wants what.

Owns: vote
Announces: VoteCast, VoteWithdrawn
Listens: PersonConfirmed, SuggestionPosted, SuggestionPublished
Never: ranks suggestions (suggestions.ranking) or tells anyone (notifications)
"""
