"""What came from elsewhere is what VENDOR.json says it is."""

import hashlib
import json
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static"
RECORDS: list[dict[str, str]] = json.loads((STATIC / "vendor" / "VENDOR.json").read_text("utf-8"))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: str(record["file"]))
def test_file_is_the_recorded_one(record: dict[str, str]) -> None:
    digest = hashlib.sha256((STATIC / record["file"]).read_bytes()).hexdigest()
    assert digest == record["sha256"]
    assert all(record[key] for key in ("name", "version", "licence", "source", "made"))


def test_every_foreign_file_is_recorded() -> None:
    foreign = {
        path.relative_to(STATIC).as_posix()
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).iterdir()
        if path.name != "VENDOR.json"
    }
    assert foreign <= {record["file"] for record in RECORDS}
