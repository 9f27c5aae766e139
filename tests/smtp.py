"""A mail server that takes what it is sent, refuses whom it is told to, and can be away."""

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


class MailServer:
    """`refusals`: recipient → the answers he gets in turn before he is taken; a last one that
    begins with "5" is given for ever."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.refusals: dict[str, list[str]] = {}
        self.asked: Counter[str] = Counter()
        self.taken: list[tuple[str, Message]] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def recipients(self) -> Counter[str]:
        """How many mails each got."""
        return Counter(recipient for recipient, _ in self.taken)

    @contextmanager
    def running(self) -> Iterator[None]:
        """It answers inside the block."""
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.asked[address] += 1
        answers = self.refusals.get(address)
        if answers:
            return answers[0] if answers[0].startswith("5") else answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=default)
        self.taken += [(recipient, message) for recipient in envelope.rcpt_tos]
        return "250 OK"
