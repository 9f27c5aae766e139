"""Sada: a feedback forum that answers."""
