"""``python -m bench [name ...]``: run the benches that were named, or all, and print one table.

``BENCH_JSON=file`` writes the same as JSON, ``BENCH_FULL=1`` measures longer. A goal that is missed is said clearly and
is no failure: the exit code is 1 when a bench could not measure, and 2 when there is none of that name.
"""

import importlib.util
import json
import logging
import os
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path

from bench.result import Result, table

# Each is a module of this package with a function ``run(*, full)`` that gives Results.
BENCHES = ("report", "notice", "cases", "memory")
_LOG = logging.getLogger("bench")


def main(names: Iterable[str]) -> int:
    """Run these benches and return the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")  # PostgreSQL in a wheel asks for such a folder
    chosen = tuple(names) or BENCHES
    if unknown := set(chosen) - set(BENCHES):
        print(f"no bench named {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    results: list[Result] = []
    broken = [name for name in chosen if not _ran(name, results)]
    print(table(results))
    _conclude(results, broken)
    if path := os.environ.get("BENCH_JSON"):
        Path(path).write_text(json.dumps([one.as_json for one in results], indent=1) + "\n", encoding="utf-8")
    return 1 if broken else 0


def _ran(name: str, results: list[Result]) -> bool:
    """Add what a bench found; False when it broke, and then the others still run."""
    try:
        for one in importlib.import_module(f"bench.{name}").run(full=os.environ.get("BENCH_FULL") == "1"):
            results.append(one)
            _LOG.info("%s: %.2f (goal %.2f)", one.name, one.ratio, one.goal)
    except Exception:
        _LOG.exception("the bench %s broke", name)
        return False
    return True


def _conclude(results: Iterable[Result], broken: Iterable[str]) -> None:
    for one in results:
        if not one.ok:
            wrong = f"{one.lost} lost, {one.doubled} doubled, {one.errors} errors"
            print(f"MISSED: {one.name} {one.what}: {one.ratio:.2f}, the goal is {one.goal:.2f} ({wrong})")
    for name in broken:
        print(f"BROKEN: {name} could not measure")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
