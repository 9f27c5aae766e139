"""The findings as a table for people."""

from collections.abc import Mapping
from typing import Any

from tests.bench import cases, inside
from tests.bench.measuring import Result

_MB = 1_000_000
_BUDGETS = {case.name: case for case in cases.CASES}
_VISITS = {"en": (70_000, 45_000), "fa": (125_000, 105_000)}


def table(results: list[Result], database: str) -> str:
    """One line a case: rates, times, share of the bare answer, and its budget."""
    head = f"{'case':26}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'longest':>9}"
    lines = [f"{head}{'of bare':>9}{'must':>7}{'aim':>7}  failed"]
    for found in results:
        case = _BUDGETS.get(found.name)
        must = case.must[database] if case else 0.0
        aim = case.aim[database] if case else 0.0
        mark = " " if found.ratio >= must and not found.failures else "!"
        lines.append(
            f"{found.name:26}{found.rate:9.0f}{found.p50:9.2f}{found.p99:9.2f}{found.longest:9.1f}"
            f"{found.ratio:9.3f}{must or '':>7}{aim or '':>7}  {failed(found.failures)} {mark}"
        )
    if results:
        bare = sum(found.bare_rate for found in results) / len(results)
        lines.append(f"{'bare Flask answer':26}{bare:9.0f}")
    return "\n".join(lines)


def failed(failures: Mapping[str, int]) -> str:
    """How many of each kind."""
    return ", ".join(f"{count} {kind}" for kind, count in failures.items()) or "none"


def rest(found: Mapping[str, Any]) -> str:
    """The other figures, one a line."""
    lines = []
    for name, count in found["queries"].items():
        lines.append(f"queries, {name}: {count} (at most {inside.BUDGETS[name][1]})")
    memory = found["memory"]
    lines.append(
        f"memory after load (PSS): {memory['web'] / _MB:.0f} MB web workers (at most 260),"
        f" {memory['all'] / _MB:.0f} MB with parent and job worker"
    )
    for language, visit in found["first_visit"].items():
        must, aim = _VISITS[language]
        lines.append(
            f"first visit, {language}: {visit['size'] / 1000:.1f} kB in"
            f" {visit['requests']} requests,"
            f" {visit['external']} external (at most {must / 1000:.0f}, aim {aim / 1000:.0f})"
        )
    lines.append(f"start to the first 200: {found['start_up']:.2f} s (at most 1.5, aim 1.0)")
    for kind, made in found["exports"].items():
        lines.append(
            f"export {kind}: {made['rows']} rows in {made['seconds']:.2f} s, bare loop"
            f" {made['bare_seconds']:.2f} s: {made['seconds'] / made['bare_seconds']:.2f} times"
            f" (at most 2), +{made['growth'] / _MB:.0f} MB, first byte {made['first_byte']:.3f} s"
        )
    checked = found["checked"]
    lines.append(
        f"afterwards: {checked['drifts']} stored numbers differ from their rows,"
        f" {checked['lost']} answered acts are missing"
    )
    for name, growth in found["growth"].items():
        lines.append(
            f"growth of p50 to {found['grown_to']} suggestions, {name}: {growth:.2f} times"
        )
    return "\n".join(lines)
