"""A process of its own that is asked in lines of JSON, and ends when whoever started it is gone."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

_PATIENCE = 10.0


class Process:
    """``python -m module``: ``ask`` sends one line and waits for the answer."""

    def __init__(self, module: str, environment: Mapping[str, str] | None = None) -> None:
        self._inner = subprocess.Popen(  # noqa: S603 - a module of this package
            [sys.executable, "-m", module],
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, given: Mapping[str, Any]) -> Any:
        line = ""
        if self._inner.stdin and self._inner.stdout:
            self._inner.stdin.write(json.dumps(given) + "\n")
            self._inner.stdin.flush()
            line = self._inner.stdout.readline()
        if not line:
            raise RuntimeError(f"a process of the bench ended with {self._inner.wait(_PATIENCE)}")
        return json.loads(line)

    def close(self) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._inner.communicate(timeout=_PATIENCE)
        if self._inner.poll() is None:
            self._inner.kill()
            self._inner.wait(_PATIENCE)


def answer(work: Callable[[Any], Any]) -> None:
    """Answer each line with what *work* makes of it, until there are no more."""
    for line in sys.stdin:
        print(json.dumps(work(json.loads(line))), flush=True)
