"""I18n: words, digits, calendars, directions, the folding of text and its words for searching.

Owns: nothing
Announces: nothing
Listens: nothing
Never: reads a setting, a request or the database; a Profile says who reads
"""
