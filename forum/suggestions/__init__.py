"""Suggestions: what people ask for, its status, and the official response.

Owns: suggestion, suggestion_revision, suggestion_tally, status, status_change,
    official_response, official_response_revision
Announces: SuggestionPosted, SuggestionPublished, SuggestionRejected, SuggestionEdited,
    SuggestionMoved, SuggestionWithdrawn, SuggestionHidden, SuggestionRestored, HeatLost,
    StatusChanged, ResponsePublished
Listens: PersonConfirmed, PersonErased
Never: counts votes by itself (votes moves the tally) or tells anyone
"""
