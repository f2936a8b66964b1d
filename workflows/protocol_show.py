"""A protocol as text: everything that holds after merging, each key with the file and line that it comes from."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflows.protocol_files import Source


def show_lines(source: Source) -> Iterator[str]:
    """Yield one line per key: indented, with its origin behind it."""
    yield from _lines(source, source.protocol.model_dump(mode="json", exclude_defaults=True), "", 0)


def _lines(source: Source, value: Mapping[str, Any], above: str, depth: int) -> Iterator[str]:
    for key, item in value.items():
        path = f"{above}.{key}" if above else str(key)
        origin = _origin(source, path)
        if isinstance(item, Mapping) and item:
            yield f"{'  ' * depth}{key}:{origin}"
            yield from _lines(source, item, path, depth + 1)
        else:
            yield f"{'  ' * depth}{key}: {item}{origin}"


def _origin(source: Source, path: str) -> str:
    found = source.origins.get(path)
    return f"   # {found[0]}:{found[1]}" if found else ""
