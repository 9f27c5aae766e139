"""Comments: the discussion under a suggestion, in threads.

Owns: comment, comment_revision
Announces: CommentPosted, CommentEdited, CommentRemoved, CommentRestored
Listens: PersonErased, HeatLost
Never: holds internal notes (moderation)
"""
