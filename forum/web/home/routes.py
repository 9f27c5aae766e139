"""Health, and the files browsers ask for by a fixed name."""

from flask import Blueprint, Response, abort, current_app
from werkzeug.wrappers.response import Response as BaseResponse

from forum.core import health
from forum.http import access, answers, assets
from forum.site import queries as site

bp = Blueprint("home", __name__)


@bp.get("/healthz")
@access.public()
def healthz() -> Response:
    """The process answers."""
    return _plain("ok")


@bp.get("/readyz")
@access.public()
def readyz() -> Response:
    """Whether requests can be served: database there, schema current."""
    reason = health.not_ready()
    return _plain("ok") if reason is None else _plain(reason, 503)


def _plain(text: str, status: int = 200) -> Response:
    response = Response(text + "\n", status, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/favicon.ico")
@access.public()
def favicon() -> BaseResponse:
    built: assets.Assets = current_app.extensions["forum_assets"]
    response = answers.go(built.urls["favicon"])
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@bp.get("/brand.<digest>.css")
@access.public()
def brand(digest: str) -> Response:
    """The small stylesheet that holds the site's own colour."""
    colour = site.current().brand_colour
    name, content = assets.brand_sheet(colour) if colour else ("", b"")
    if name != f"brand.{digest}.css":
        abort(404)
    response = Response(content, mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
