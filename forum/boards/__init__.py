"""Boards: where suggestions live, who may see them, and their categories.

Owns: board, category, board_member
Announces: BoardChanged
Listens: PersonErased
Never: counts or orders suggestions
"""
