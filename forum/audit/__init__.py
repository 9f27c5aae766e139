"""Audit: the log that nobody edits.

Owns: audit_entry
Announces: nothing
Listens: nothing
Never: holds a text or an address that erasure would have to remove
"""
