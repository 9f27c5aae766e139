"""What the environment says: read once, checked whole, frozen."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DEFAULT_LIMITS: dict[str, str] = {
    "sign_in_account": "10/5minutes",
    "sign_in_address": "100/5minutes",
    "codes_mail": "5/hour",
    "codes_address": "50/hour",
    "posts": "10/hour",
    "comments": "30/hour",
    "votes": "60/minute",
    "flags": "20/day",
    "posts_first_day": "3/day",
    "comments_first_day": "10/day",
    "searches": "120/minute",
    "previews": "60/minute",
}
_LIMIT = re.compile(r"[1-9]\d{0,8}/([1-9]\d{0,4} ?)?(second|minute|hour|day)s?", re.ASCII)
_SENDER = re.compile(r"[^\s<>@]+@[^\s<>@]+|[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>")
_MINIMUM_SECRET = 32
_WEAK_SECRETS = {"dev", "secret", "changeme", "password"}


class ConfigError(Exception):
    """The settings cannot be used; `problems` has one plain sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Config:
    """Settings of one process. Addresses of mail and database may hold passwords: never log."""

    data_dir: Path
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    redis_url: str = field(default="", repr=False)
    base_url: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ()
    trusted_proxies: int = 0
    mail_url: str = field(default="", repr=False)
    mail_from: str = "Sada <sada@localhost>"
    sqlite_sync: str = "NORMAL"
    workers: int = 2
    log_level: str = "info"
    limits: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_LIMITS))
    is_testing: bool = False

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or "127.0.0.1"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Config":
        """Settings from FORUM_*, DATABASE_URL and REDIS_URL.

        Raises ConfigError naming every problem at once.
        """
        return _Reader(environ).config()


def embedded_secret(data_dir: Path) -> str:
    """The secret in the data folder, made on first use, readable by its owner alone."""
    path = data_dir / "secret"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text("ascii").strip()


def postgres_driver(url: str) -> str:
    """The address with the driver we use named in it."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


class _Reader:
    """Reads each name once, so that a name nobody reads is a typing error to report."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []
        self.known: set[str] = set()

    def text(self, name: str, default: str = "", *, secret: bool = False) -> str:
        self.known.add(name)
        if secret:
            self.known.add(f"{name}_FILE")
            path = self.environ.get(f"{name}_FILE")
            if path:
                try:
                    return Path(path).read_text("utf-8").strip()
                except OSError as error:
                    self.problems.append(f"{name}_FILE: cannot read {path}: {error.strerror}")
        return self.environ.get(name, default).strip()

    def number(self, name: str, default: int, low: int, high: int) -> int:
        raw = self.text(name, str(default))
        if raw.isascii() and raw.isdigit() and low <= int(raw) <= high:
            return int(raw)
        self.problems.append(f"{name}: a whole number from {low} to {high}, not {raw!r}")
        return default

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        raw = self.text(name, default)
        if raw in allowed:
            return raw
        self.problems.append(f"{name}: one of {', '.join(allowed)}, not {raw!r}")
        return default

    def checked(self, name: str, default: str, ok: Callable[[str], bool], what: str) -> str:
        raw = self.text(name, default)
        if ok(raw):
            return raw
        self.problems.append(f"{name}: {what}, not {raw!r}")
        return default

    def config(self) -> Config:
        data_dir = Path(self.text("FORUM_DATA_DIR", "./var")).resolve()
        database_url = postgres_driver(self.text("DATABASE_URL", secret=True))
        fields: dict[str, Any] = {
            "data_dir": data_dir,
            "database_url": database_url or f"sqlite:///{data_dir / 'forum.db'}",
            "secret_key_fallbacks": self.names("FORUM_SECRET_KEY_FALLBACKS", secret=True),
            "redis_url": self.redis_url(),
            "base_url": self.base_url(),
            "trusted_hosts": self.names("FORUM_TRUSTED_HOSTS"),
            "trusted_proxies": self.number("FORUM_TRUSTED_PROXIES", 0, 0, 10),
            "mail_url": self.mail_url(),
            "mail_from": self.checked(
                "FORUM_MAIL_FROM",
                "Sada <sada@localhost>",
                lambda text: bool(_SENDER.fullmatch(text)),
                "an address, or Name <address>",
            ),
            "sqlite_sync": self.choice("FORUM_SQLITE_SYNC", "NORMAL", ("NORMAL", "FULL")),
            "workers": self.number("FORUM_WORKERS", 2, 1, 64),
            "log_level": self.choice(
                "FORUM_LOG_LEVEL", "info", ("debug", "info", "warning", "error")
            ),
            "limits": self.limits(),
        }
        fields["secret_key"] = self.secret(data_dir, is_embedded=not database_url)
        self.unknown()
        if self.problems:
            raise ConfigError(self.problems)
        return Config(**fields)

    def names(self, name: str, *, secret: bool = False) -> tuple[str, ...]:
        raw = self.text(name, secret=secret)
        return tuple(part.strip() for part in raw.split(",") if part.strip())

    def base_url(self) -> str:
        url = self.checked(
            "FORUM_BASE_URL",
            "http://127.0.0.1:8000",
            lambda raw: urlsplit(raw).scheme in ("http", "https") and bool(urlsplit(raw).hostname),
            "an http or https address",
        ).rstrip("/")
        insecure = self.choice("FORUM_INSECURE", "0", ("0", "1")) == "1"
        host = urlsplit(url).hostname or ""
        loopback = host in ("localhost", "::1") or host.startswith("127.")
        if url.startswith("http://") and not loopback and not insecure:
            self.problems.append(
                "FORUM_BASE_URL: plain http beyond this machine needs FORUM_INSECURE=1"
            )
        return url

    def mail_url(self) -> str:
        raw = self.text("FORUM_MAIL_URL", secret=True)
        if raw and urlsplit(raw).scheme not in ("smtp", "smtps"):
            self.problems.append("FORUM_MAIL_URL: smtp://[user:password@]host[:port] or smtps://…")
        return raw

    def redis_url(self) -> str:
        raw = self.text("REDIS_URL", secret=True)
        if raw and urlsplit(raw).scheme not in ("redis", "rediss", "unix"):
            self.problems.append(
                "REDIS_URL: redis://[:password@]host[:port][/number] or rediss://…"
            )
        return raw

    def limits(self) -> dict[str, str]:
        return {
            name: self.checked(
                f"FORUM_LIMIT_{name.upper()}",
                default,
                lambda raw: bool(_LIMIT.fullmatch(raw)),
                "a rate limit such as 10/minute or 5/2hours",
            )
            for name, default in DEFAULT_LIMITS.items()
        }

    def secret(self, data_dir: Path, *, is_embedded: bool) -> str:
        key = self.text("FORUM_SECRET_KEY", secret=True)
        if key:
            if len(key) < _MINIMUM_SECRET or key in _WEAK_SECRETS:
                self.problems.append(f"FORUM_SECRET_KEY: at least {_MINIMUM_SECRET} characters")
            return key
        if is_embedded:
            try:
                return embedded_secret(data_dir)
            except OSError as error:
                self.problems.append(f"FORUM_DATA_DIR: cannot write {data_dir}: {error.strerror}")
                return ""
        self.problems.append("FORUM_SECRET_KEY: must be set when DATABASE_URL is")
        return ""

    def unknown(self) -> None:
        for name in sorted(self.environ):
            if name.startswith("FORUM_") and name not in self.known:
                self.problems.append(f"{name}: no such setting")
