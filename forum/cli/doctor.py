"""`forum doctor`: is everything as it should be, and do the stored counts equal the rows?"""

import stat
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Literal

import click

from forum.audit import actions as audit
from forum.cli import FINDING, schema
from forum.cli.setting_up import as_json, with_app
from forum.comments import queries as comments
from forum.core import clock, health, jobs
from forum.core.actor import system
from forum.core.config import Config
from forum.core.unit_of_work import content_changed, end_read, writing
from forum.search.queries import index
from forum.suggestions import tallies
from forum.suggestions.tallies import Drift
from forum.votes import queries as votes

_NOTICED = 5  # seconds two clocks may differ before it is worth a word
_LATE = 600.0  # seconds a job may be due before somebody should look at the worker
State = Literal["ok", "note", "problem"]


@dataclass(frozen=True)
class Finding:
    """What one check found; a note is worth knowing, a problem needs doing."""

    check: str
    state: State
    text: str


@click.command()
@click.option("--fix", is_flag=True, help="Write the counted numbers, in one transaction.")
@click.option("--json", "wants_json", is_flag=True, help="Print one JSON document.")
@with_app
def doctor(config: Config, fix: bool, wants_json: bool) -> None:
    """Check settings, database, schema, jobs and every stored count; exit code 1 on a problem."""
    findings, drifts = examine(config, fix=fix)
    problems = [finding for finding in findings if finding.state == "problem"]
    if wants_json:
        as_json(
            {
                "ok": not problems,
                "findings": [asdict(finding) for finding in findings],
                "drifts": [asdict(drift) for drift in drifts],
                "fixed": bool(fix and drifts),
            }
        )
    else:
        _print(findings, drifts)
    if problems:
        raise click.exceptions.Exit(FINDING)


def examine(config: Config, *, fix: bool) -> tuple[list[Finding], list[Drift]]:
    """Everything that can be checked; later checks are left out where the database is not."""
    findings = _settings(config)
    for check in (partial(_database, config), _schema):
        findings.append(check())
        if findings[-1].state == "problem":
            return findings, []
    difference = health.clock_difference()
    if difference is not None:
        findings.append(_clock(difference))
    findings.append(_queue())
    findings.append(_search())
    drifts = drifted(fix=fix)
    if not drifts:
        findings.append(Finding("counts", "ok", "Every stored count equals its rows."))
    elif fix:
        findings.append(Finding("counts", "note", f"{len(drifts)} stored counts were put right."))
    else:
        text = f"{len(drifts)} stored counts differ from their rows. Run: forum doctor --fix"
        findings.append(Finding("counts", "problem", text))
    return findings, drifts


def _print(findings: list[Finding], drifts: list[Drift]) -> None:
    for finding in findings:
        click.echo(f"{finding.state:8} {finding.check:10} {finding.text}")
    for drift in drifts:
        stored, counted = f"{drift.stored:.10g}", f"{drift.counted:.10g}"
        click.echo(f"         {drift.what} of {drift.where}: stored {stored}, counted {counted}")


def _settings(config: Config) -> list[Finding]:
    """That they can be read at all is why we got here."""
    findings = [Finding("settings", "ok", f"Base address {config.base_url}")]
    open_to_others = [
        path.name
        for path in (config.data_dir, config.data_dir / "secret")
        if path.exists() and _is_open(path)
    ]
    if open_to_others:
        names = " and ".join(open_to_others)
        text = f"Others on this machine may read {names}: chmod -R go= {config.data_dir}"
        findings.append(Finding("settings", "note", text))
    if config.mail_url:
        findings.append(Finding("mail", "ok", "Mail goes out by SMTP. Try: forum mail test"))
    else:
        text = f"FORUM_MAIL_URL is not set: mails are written to {config.data_dir / 'mail'}"
        findings.append(Finding("mail", "note", text))
    return findings


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _database(config: Config) -> Finding:
    if config.is_sqlite:
        if not schema.sqlite_path(config).exists():
            return Finding("database", "problem", "There is none yet. Run: forum up")
        problem = schema.file_problem(schema.sqlite_path(config), thoroughly=True)
        if problem:
            text = f"The database is damaged: {problem}. {schema.RESTORE_HINT}"
            return Finding("database", "problem", text)
        return Finding("database", "ok", "SQLite finds no fault in the file.")
    try:
        schema.standing()
    except schema.Unusable as error:
        return Finding("database", "problem", str(error))
    return Finding("database", "ok", "PostgreSQL answers.")


def _schema() -> Finding:
    try:
        found = schema.standing()
    except schema.Unusable as error:
        return Finding("schema", "problem", str(error))
    if found.problem:
        return Finding("schema", "problem", found.problem)
    return Finding("schema", "ok", f"At {found.expected}, as this release needs.")


def _clock(difference: timedelta) -> Finding:
    """What one machine calls now decides when mails go, and who is signed in at another."""
    seconds = round(abs(difference.total_seconds()))
    if seconds < _NOTICED:
        return Finding("clock", "ok", "This machine and the database tell the same time.")
    way = "ahead of" if difference > timedelta() else "behind"
    text = f"This machine's clock is {seconds} seconds {way} the database's. Set both by NTP."
    is_harmless = seconds < clock.SKEW.total_seconds()
    return Finding("clock", "note" if is_harmless else "problem", text)


def _queue() -> Finding:
    state = jobs.queue_state()
    end_read()
    text = f"{state.waiting} waiting, {state.running} running, {state.dead} given up"
    if state.oldest_due > _LATE:
        minutes = round(state.oldest_due / 60)
        text += f"; the oldest is due for {minutes} minutes. Does a worker run?"
        return Finding("jobs", "problem", text)
    return Finding("jobs", "note" if state.dead else "ok", text)


def _search() -> Finding:
    standing = index.standing()
    end_read()
    if standing.is_well:
        return Finding("search", "ok", "Every published suggestion can be found, and no other.")
    counts = ", ".join(f"{len(ids)} {name}" for name, ids in standing._asdict().items() if ids)
    text = f"The index differs from the texts: {counts}. Run: forum reindex"
    return Finding("search", "problem", text)


def drifted(*, fix: bool) -> list[Drift]:
    """Stored counts that differ from their rows, put right with `fix`.

    What differs at first sight is counted again under a lock: people may be voting.
    """
    suspects = [*tallies.count_drifts(votes.counted(), comments.counted()), *tallies.board_drifts()]
    end_read()
    if not suspects:
        return []
    named = {(drift.what, drift.where) for drift in suspects}
    ids = [int(drift.where) for drift in suspects if drift.what.startswith("suggestion.")]
    # In two units: whoever moves several suggestions takes rows and tallies in turn.
    with writing():
        tallies.lock_all(ids)
        cast, written = votes.counted(), comments.counted()
        counts = [one for one in tallies.count_drifts(cast, written) if _key(one) in named]
        if fix and counts:
            tallies.mend_counts(counts, cast, written)
    with writing():
        tallies.lock_boards()
        boards = [one for one in tallies.board_drifts() if _key(one) in named]
        if fix and boards:
            tallies.mend_board_tallies()
        if fix and (counts or boards):
            _note(len(counts) + len(boards))
    return [*counts, *boards]


def _key(drift: Drift) -> tuple[str, str]:
    return drift.what, drift.where


def _note(count: int) -> None:
    content_changed()
    audit.record(
        actor=system(),
        action="suggestion.counts_mended",
        subject_kind="site",
        subject_id=None,
        after={"count": count},
    )
