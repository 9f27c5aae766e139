"""Parts of matrices that only a full run walks."""

from typing import Any

import pytest


def in_full(*values: Any) -> list[Any]:
    """Values of a parameter (tuples: of several) that only `--full` tries."""
    return [
        pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.full)
        for value in values
    ]
