"""What differs between two protocols, rule by rule: what a school sees when its file has changed."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflows.engine.protocol import Protocol


def diff_lines(old: Protocol, new: Protocol) -> Iterator[str]:
    """Yield one line per key that was added (+), taken away (-) or changed (~), in the order of the new protocol."""
    before, after = _flat(_plain(old)), _flat(_plain(new))
    for key, value in after.items():
        if key not in before:
            yield f"+ {key}: {value}"
        elif before[key] != value:
            yield f"~ {key}: {before[key]} -> {value}"
    yield from (f"- {key}: {value}" for key, value in before.items() if key not in after)


def _plain(protocol: Protocol) -> Mapping[str, Any]:
    return protocol.model_dump(mode="json", exclude_defaults=True)


def _flat(value: Mapping[str, Any], above: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, item in value.items():
        path = f"{above}.{key}" if above else str(key)
        if isinstance(item, Mapping) and item:
            found |= _flat(item, path)
        else:
            found[path] = ", ".join(map(str, item)) if isinstance(item, list) else str(item)
    return found
