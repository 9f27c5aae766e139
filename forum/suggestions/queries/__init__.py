"""Reading suggestions: `single` ones, `lists`, the `statuses`, `personal` copies."""
