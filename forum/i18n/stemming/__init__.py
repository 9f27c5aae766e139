"""Stems as sets of alternatives: two words are one when they share any of theirs.

A rule that would be wrong for short words has a shortest stem, and a list of the words
it would spoil (`forum/i18n/lexicon/`).
"""
