"""Notifications: who hears what, in his own language.

Owns: nothing
Announces: nothing
Listens: SuggestionPublished, SuggestionRejected, SuggestionRestored, ResponsePublished
Never: sends within the request (it enqueues jobs) or writes to someone who may not see
"""
