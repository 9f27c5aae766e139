"""Moderation: what waits for a decision, and the acts of those who decide.

Owns: flag
Announces: nothing
Listens: SuggestionHidden, SuggestionRejected, SuggestionWithdrawn, SuggestionMoved,
    CommentRemoved, PersonErased
Never: writes another room's tables (it calls their actions)
"""
