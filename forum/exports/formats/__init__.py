"""File formats of exports: one file each behind one protocol, listed in registry.py."""
