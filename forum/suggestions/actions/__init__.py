"""Writing suggestions: what `authors` do, `review`, the `team`. Stored counts move in `tallies`."""
