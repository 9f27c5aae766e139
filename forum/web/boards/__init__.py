"""Pages of boards: the home page and the lists."""
