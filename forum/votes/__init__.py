"""Votes: who wants what.

Owns: vote
Announces: VoteCast, VoteWithdrawn
Listens: PersonConfirmed, SuggestionPosted, SuggestionPublished, HeatLost
Never: ranks suggestions (suggestions.ranking) or tells anyone (notifications)
"""
