"""Exports: the top requests as a file, the same from page and command line.

Owns: export
Announces: nothing
Listens: nothing
Never: writes a live formula, or a row its owner may not see
"""
