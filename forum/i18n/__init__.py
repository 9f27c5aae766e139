"""I18n: words, digits, calendars, directions and the folding of text.

Owns: nothing
Announces: nothing
Listens: nothing
Never: reads a setting, a request or the database; a Profile says who reads
"""
