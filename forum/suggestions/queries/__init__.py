"""Reading suggestions: `single` ones, `lists`, the statuses (`status_rows`), `personal` copies."""
