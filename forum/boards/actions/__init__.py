"""Writing boards: the boards themselves, their categories, the people named on them.

Forms open at two administrators' at once: the last one stands, and the audit holds what each
of them changed.
"""
