"""The benchmark runs through and finds nothing lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.full
@pytest.mark.long
@pytest.mark.xdist_group("bench")
def test_it_runs_through(tmp_path: Path) -> None:
    written = tmp_path / "figures.json"
    quick = ["--suggestions", "200", "--people", "30", "--hot-votes", "100"]
    quick += ["--rounds", "1", "--seconds", "1", "--loop", "--json", str(written)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", *quick], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(written.read_text("utf-8"))
    assert {case["name"] for case in found["results"]} >= {"list, guest", "vote", "post"}
    assert all(case["rate"] > 0 for case in found["results"])
    assert found["queries"]["list"] <= 4
    assert found["queries"]["suggestion"] <= 6
    assert found["queries"]["vote"] <= 7
    assert found["queries"]["post"] <= 12
    assert "of bare" in done.stdout
