"""Site: what an administrator may change without touching the machine.

Owns: setting
Announces: nothing
Listens: nothing
Never: reads the environment (core.config)
"""
