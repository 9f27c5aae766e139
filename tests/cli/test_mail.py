"""`forum mail test`: a mail to try the settings with."""

import email
import email.policy
import socket

import pytest
from flask import Flask

from forum.core.config import Config
from tests.cli.calling import call


@pytest.mark.database("sqlite")
def test_without_a_server_it_becomes_a_file(config: Config, app: Flask) -> None:
    result = call(config, "mail", "test", "sara@example.com", "--language", "fa")
    assert result.exit_code == 0, result.output
    (file,) = (config.data_dir / "mail").glob("*.eml")
    letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert letter["To"] == "sara@example.com"
    assert letter["Content-Language"] == "fa"
    html = letter.get_body(("html",))
    assert html is not None
    assert 'dir="rtl"' in html.get_content()


@pytest.mark.database("sqlite")
def test_a_refusing_server_is_exit_code_3(
    config: Config, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    monkeypatch.setenv("FORUM_MAIL_URL", f"smtp://127.0.0.1:{port}")
    result = call(config, "mail", "test", "sara@example.com")
    assert result.exit_code == 3
    assert "Not sent" in result.stderr
