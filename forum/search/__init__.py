"""Search: finds suggestions by their words, and those that say the same.

Owns: search_entry, search_frequent, search_miss, search_vector, duplicate_pair, synonym
Announces: nothing
Listens: SuggestionPosted, SuggestionPublished, SuggestionEdited, SuggestionMoved,
    SuggestionHidden, SuggestionRestored, SuggestionWithdrawn, StatusChanged, ResponsePublished,
    CommentPosted, CommentEdited, CommentRemoved, CommentRestored
Never: decides who may see a suggestion (suggestions.queries), merges (moderation), or knows
    how a language bends its words (i18n.searching)
"""
