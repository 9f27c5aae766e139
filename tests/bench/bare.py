"""The measure of all things: Flask's shortest answer, served as the forum is.

`python -m tests.bench.bare PORT WORKERS`
"""

import gc
import sys

from flask import Flask

from forum.cli import serving

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "hello"


def main(port: int, workers: int) -> None:
    gc.collect()
    gc.freeze()
    server = serving.Server(
        target="bare",
        address="127.0.0.1",
        port=port,
        workers=workers,
    )
    server.serve(target_loader=lambda: app, wrap_loader=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
