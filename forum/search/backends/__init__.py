"""Full-text indexes, one file for each database, behind one protocol."""
