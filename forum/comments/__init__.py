"""Comments: the discussion under a suggestion, in threads.

Owns: comment, comment_revision
Announces: CommentPosted, CommentEdited, CommentRemoved, CommentRestored
Listens: PersonErased
Never: holds internal notes (moderation)
"""
