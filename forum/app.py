"""Puts the house together: the only place that knows everything."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from servestatic import ServeStatic

from forum import tables, wiring
from forum.core import db as database
from forum.core import delivery, events, jobs, journal, mail, origin, paths, storage
from forum.core.config import Config
from forum.http import (
    assets,
    bodies,
    converters,
    cookies,
    errors,
    gate,
    headers,
    page_cache,
    rules,
    sessions,
    templating,
    turns,
)
from forum.http.limits import Limits
from forum.i18n import catalog, locale
from forum.web.accounts import invitations, own
from forum.web.accounts import routes as accounts
from forum.web.admin import routes as admin
from forum.web.boards import routes as boards
from forum.web.comments import routes as comments
from forum.web.exports import routes as exports
from forum.web.follows import routes as follows
from forum.web.home import preferences
from forum.web.home import routes as home
from forum.web.moderation import routes as moderation
from forum.web.search import routes as search
from forum.web.suggestions import likeness, posting
from forum.web.suggestions import routes as suggestions
from forum.web.votes import routes as votes

BLUEPRINTS = (
    home.bp,
    preferences.bp,
    accounts.bp,
    own.bp,
    invitations.bp,
    boards.bp,
    search.bp,
    suggestions.bp,
    posting.bp,
    likeness.bp,
    votes.bp,
    comments.bp,
    follows.bp,
    exports.bp,
    moderation.bp,
    admin.bp,
)
_YEAR = 365 * 24 * 3600
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")


class Forum(Flask):
    """Flask with what none of its views needs left out."""

    jinja_environment = templating.Environment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Nothing of ours is asynchronous; Flask would look into each function at each call."""
        return func


def create_app(config: Config) -> Flask:
    """The WSGI application with everything in its place; touches no row of the database."""
    journal.configure(config.log_level)
    config.data_dir.mkdir(parents=True, exist_ok=True)
    app = Forum("forum", static_folder=None, template_folder=None)
    app.config.update(_flask_settings(config))
    app.extensions["forum_config"] = config
    app.extensions["forum_limits"] = Limits(config)
    app.extensions["forum_assets"] = assets.build(paths.STATIC, config.data_dir / "assets")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    catalog.load(paths.TRANSLATIONS, config.data_dir / "cache", pseudo=config.is_testing)
    _database(app, config)
    _outside(app, config)
    rules.install(app)
    bodies.install(app)
    errors.install(app)
    sessions.install(app)
    gate.install(app)
    converters.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    templating.install(app)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(_made(config.data_dir / "cache")))
    _middleware(app, config)
    return app


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _flask_settings(config: Config) -> dict[str, Any]:
    return {
        "SECRET_KEY": config.secret_key,
        "SECRET_KEY_FALLBACKS": list(config.secret_key_fallbacks),
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": database.engine_options(config.database_url),
        "SESSION_COOKIE_NAME": cookies.note_name(config),
        "SESSION_COOKIE_SECURE": config.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "TRUSTED_HOSTS": [config.host, *_LOOPBACK, *config.trusted_hosts],
        "PROPAGATE_EXCEPTIONS": False,
    }


def _database(app: Flask, config: Config) -> None:
    assert tables.MODULES
    app.teardown_appcontext(lambda _: database.let_go())  # after the session's own, which is next
    database.db.init_app(app)
    with app.app_context():
        database.prepare_engine(database.db.engine, sqlite_sync=config.sqlite_sync)


def _outside(app: Flask, config: Config) -> None:
    """Events, jobs, mail and files: the seams to the world, each in one place."""
    storage.install(config.data_dir / "files")
    origin.install(config.base_url)
    mail.install(mail.transport_for(config), config.mail_from)
    events.install(wiring.HANDLERS)
    messenger = delivery.Messenger(config, app.app_context, wiring.CLOCK)
    app.extensions["forum_messenger"] = messenger
    jobs.install(wiring.JOBS, _run_job, messenger.deliver)


def _run_job(function: jobs.Function, payload: dict[str, Any]) -> None:
    """Jobs start in no one's language; each sets its reader's."""
    token = locale.activate(locale.Profile())
    try:
        function(payload)
    finally:
        locale.reset(token)


def _middleware(app: Flask, config: Config) -> None:
    inner = turns.Turns(app.wsgi_app) if config.is_sqlite else app.wsgi_app
    cached = page_cache.PageCache(app, inner, config)
    built: assets.Assets = app.extensions["forum_assets"]
    security = headers.fixed(config)

    def add_headers(found: Any, path: str, url: str) -> None:
        for name, value in security:
            found[name] = value

    app.wsgi_app = ServeStatic(  # type: ignore[method-assign]
        cached,
        root=built.folder,
        prefix=assets.URL,
        max_age=_YEAR,
        allow_all_origins=False,
        immutable_file_test=lambda path, url: bool(assets.IMMUTABLE.match(url)),
        add_headers_function=add_headers,
    )
