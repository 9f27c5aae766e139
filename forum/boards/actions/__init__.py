"""Writing boards: the boards themselves, their categories, the people named on them."""
