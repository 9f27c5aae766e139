"""Reading for the desk: the queue, one case, its record, and what people flagged."""
