"""A running site and Debian's Chromium for the tests of this folder."""

import dataclasses
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from forum.core.config import Config
from tests.browser.driving import chromium_at
from tests.browser.serving import serving
from tests.cli.running import free_port


@pytest.fixture(scope="session")
def machine(chromium: str) -> Iterator[Browser]:
    """One browser for all tests of this process."""
    with chromium_at(chromium) as browser:
        yield browser


@pytest.fixture
def config(config: Config) -> Config:
    """The test's settings with an address of its own."""
    return dataclasses.replace(config, base_url=f"http://127.0.0.1:{free_port()}")


@pytest.fixture
def site(app: Flask, config: Config) -> Iterator[str]:
    """Address of the test's application, served."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with serving(app, int(config.base_url.rpartition(":")[2])) as base:
        yield base
