"""Writing the index, its `entries`, and what search keeps: `pairs`, `misses` and `synonyms`."""
