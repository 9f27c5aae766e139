"""The forum's own address, by the settings: what links in mails and exports begin with."""

_base_url = "http://127.0.0.1:8000"


def install(base_url: str) -> None:
    """Set the address of the first page, without a slash at its end."""
    global _base_url
    _base_url = base_url


def absolute(path: str) -> str:
    """The full address of a path such as "/s/42"; never by a Host header."""
    return _base_url + path
