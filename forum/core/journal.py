"""The journal: one JSON record a line, and in it nothing that anybody typed into the forum."""

import functools
import logging
import re
import sys

import structlog
from structlog.typing import EventDict, WrappedLogger

# PostgreSQL quotes the row that it refuses, over several lines if somebody typed several.
_ROW = re.compile(
    r"\nDETAIL: .*?(?=\n\[SQL: |\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL
)


@functools.cache
def configure(level: str) -> None:
    """Once for each process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _hide_rows,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def without_rows(told: str) -> str:
    """What an error says, without the row that it quotes."""
    return _ROW.sub("", told)


def _hide_rows(_: WrappedLogger, __: str, record: EventDict) -> EventDict:
    if "exception" in record:
        record["exception"] = without_rows(record["exception"])
    return record
