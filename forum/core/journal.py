"""The journal: one JSON record a line; control characters are escaped by the encoding.

The values of a statement and the row that a database refuses are kept out of it: core.db hides the
parameters, core.wire forgets the row. A value that is no number or date may still be named.
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
