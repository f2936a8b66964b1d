"""The hands: so many people at a time, each with a connection that stays open, who send one request after another.

It is a process of its own, so that what it costs is not taken from the server's time. The requests are made before
the clock starts, and the answers are read closely after it has stopped.
"""

import asyncio
import json
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

from bench.process import answer
from bench.slack_request import Sender

_NUMBERS = count(1)


def fire(order: dict[str, Any]) -> dict[str, Any]:
    """Send so many requests, or as many as fit in the time; returns how long each took and how many went wrong."""
    sender = Sender(order["secret"], order["view"], order["members"])
    waiting = _until(order["seconds"], [sender.submission(next(_NUMBERS)) for _ in range(order["requests"])])
    times, bodies = asyncio.run(_all(order["port"], order["at_a_time"], waiting))
    return {"seconds": times, "errors": sum(not _is_good(head, body) for head, body in bodies)}


def _until(seconds: float, requests: list[bytes]) -> Iterator[bytes]:
    end = time.perf_counter() + seconds
    for request in requests:
        if time.perf_counter() > end:
            return
        yield request


async def _all(port: int, at_a_time: int, waiting: Iterator[bytes]) -> tuple[list[float], list[tuple[bytes, bytes]]]:
    times: list[float] = []
    bodies: list[tuple[bytes, bytes]] = []

    async def one_person() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in waiting:
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(_length(head))
            times.append(time.perf_counter() - began)
            bodies.append((head, body))
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(one_person() for _ in range(at_a_time)))
    return times, bodies


def _length(head: bytes) -> int:
    found = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    return int(found)


def _is_good(head: bytes, body: bytes) -> bool:
    """True for a 200 that takes the form: an answer with errors per field is none."""
    if not head.startswith(b"HTTP/1.1 200"):
        return False
    return not body or json.loads(body).get("response_action") in ("update", "clear")


if __name__ == "__main__":
    answer(fire)
