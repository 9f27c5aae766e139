"""The journal: one JSON record a line; control characters are escaped by the encoding.

Neither the values of a statement nor the row that a database refuses is in it: core.db hides the
parameters, core.wire forgets the row.
"""

import functools
import logging
import sys

import structlog


@functools.cache
def configure(level: str) -> None:
    """Once for each process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
