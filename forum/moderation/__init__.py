"""Moderation: what waits for a decision, and the acts of those who decide.

Owns: flag
Announces: nothing
Listens: nothing
Never: writes another room's tables (it calls their actions)
"""
