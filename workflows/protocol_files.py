"""Reading a protocol from its YAML file: merged with what it extends, every error with file, line and key.

Decides what a safe file is (no aliases, not deep, at most 64 kB) and how ``extends`` merges: maps merge by key, lists
and scalars replace, ``~`` removes. What the words mean is for the engine.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from workflows.engine.protocol import Protocol

BUILT_IN = Path(__file__).parent / "protocols"
MAX_BYTES = 64 * 1024
MAX_DEPTH = 12
MAX_EXTENDS = 5


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong in a file, and where."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key or '(top)'}: {self.message}"


class ProtocolFileError(Exception):
    """The file cannot be used; whoever wrote it repairs it. ``faults`` say where."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True, kw_only=True)
class Source:
    """A protocol with where it came from: ``origins`` maps a dotted key to file and line."""

    protocol: Protocol
    origins: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """The name under which this exact protocol is kept; counted once, because every report asks for it."""
        return digest_of(self.protocol)

    def place(self, key: str) -> tuple[str, int]:
        """Return the file and line of a dotted key, or of the nearest key above it."""
        parts = key.split(".")
        while parts:
            found = self.origins.get(".".join(parts))
            if found:
                return found
            parts.pop()
        return (self.protocol.protocol, 1)


def available() -> list[str]:
    """Return the names of the protocols that come with the app."""
    return sorted(path.stem for path in BUILT_IN.glob("*.yml") if path.stem != "common")


def read(name: str | Path) -> Source:
    """Return the protocol of that name (built in) or file; raises ProtocolFileError."""
    path = _locate(str(name), beside=None)
    merged, origins = _merged(path, ())
    merged.pop("extends", None)
    try:
        protocol = Protocol.model_validate(merged)
    except ValidationError as error:
        raise ProtocolFileError([_fault(path, origins, problem) for problem in error.errors()]) from error
    return Source(protocol=protocol, origins=origins)


def dump(protocol: Protocol) -> str:
    """Return a protocol as text that ``load`` reads back: what a running case is pinned to."""
    return json.dumps(protocol.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)


def load(text: str) -> Protocol:
    """Return the protocol that ``dump`` wrote."""
    return Protocol.model_validate_json(text)


def digest_of(protocol: Protocol) -> str:
    """Return the name under which this exact protocol is kept."""
    return hashlib.sha256(dump(protocol).encode()).hexdigest()[:16]


def _locate(name: str, beside: Path | None) -> Path:
    looks_like_file = name.endswith((".yml", ".yaml")) or "/" in name
    if beside is not None and (beside / f"{name}.yml").is_file():
        return beside / f"{name}.yml"
    path = Path(name) if looks_like_file else BUILT_IN / f"{Path(name).name}.yml"
    if not path.is_file():
        known = ", ".join(available())
        raise ProtocolFileError([Fault(file=name, line=1, key="", message=f"no such protocol; built in: {known}")])
    return path


def _merged(path: Path, seen: tuple[Path, ...]) -> tuple[dict[str, Any], dict[str, tuple[str, int]]]:
    if path in seen or len(seen) >= MAX_EXTENDS:
        raise ProtocolFileError(
            [Fault(file=path.name, line=1, key="extends", message="extends goes round in a circle")]
        )
    own, origins = _parse(path)
    above = own.get("extends")
    if above is None:
        return own, origins
    if not isinstance(above, str):
        raise ProtocolFileError([_at(path, origins, "extends", "extends names one protocol")])
    base, base_origins = _merged(_locate(above, beside=path.parent), (*seen, path))
    return _merge(base, own), base_origins | origins


def _merge(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        if value is None and key in base:
            del merged[key]
        elif isinstance(value, dict) and isinstance(base.get(key), dict):
            merged[key] = _merge(base[key], value)
        else:
            merged[key] = value
    return merged


def _parse(path: Path) -> tuple[dict[str, Any], dict[str, tuple[str, int]]]:
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        raise ProtocolFileError([Fault(file=path.name, line=1, key="", message="larger than 64 kB")])
    try:
        text = raw.decode("utf-8")
        _refuse_aliases(path, text)
        root = YAML(typ="safe", pure=True).compose(text)
        _refuse_depth(path, root)
        data = YAML(typ="safe", pure=True).load(text)
    except UnicodeDecodeError as error:
        raise ProtocolFileError([Fault(file=path.name, line=1, key="", message="not UTF-8 text")]) from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProtocolFileError([Fault(file=path.name, line=line, key="", message=str(error.problem))]) from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise ProtocolFileError([Fault(file=path.name, line=1, key="", message="not readable as YAML")]) from error
    if not isinstance(data, dict):
        raise ProtocolFileError([Fault(file=path.name, line=1, key="", message="a protocol is a list of 'key: value'")])
    return data, {key: (path.name, line) for key, line in _lines(root)}


def _refuse_aliases(path: Path, text: str) -> None:
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            line = event.start_mark.line + 1
            raise ProtocolFileError([Fault(file=path.name, line=line, key="", message="aliases (& and *) are refused")])


def _refuse_depth(path: Path, node: Node | None, depth: int = 0) -> None:
    if node is None:
        return
    if depth > MAX_DEPTH:
        line = node.start_mark.line + 1
        raise ProtocolFileError([Fault(file=path.name, line=line, key="", message="nested too deeply")])
    for child in _children(node):
        _refuse_depth(path, child, depth + 1)


def _children(node: Node) -> list[Node]:
    match node:
        case MappingNode():
            return [child for _, child in node.value]
        case SequenceNode():
            return list(node.value)
        case _:
            return []


def _lines(node: Node | None, above: str = "") -> list[tuple[str, int]]:
    if not isinstance(node, MappingNode):
        return []
    found = []
    for name, child in node.value:
        if isinstance(name, ScalarNode):
            key = f"{above}.{name.value}" if above else str(name.value)
            found += [(key, name.start_mark.line + 1), *_lines(child, key)]
    return found


def _fault(path: Path, origins: Mapping[str, tuple[str, int]], problem: Any) -> Fault:
    key = ".".join(str(part) for part in problem["loc"] if not str(part).startswith(("function-", "constrained-")))
    return _at(path, origins, key, problem["msg"].removeprefix("Value error, "))


def _at(path: Path, origins: Mapping[str, tuple[str, int]], key: str, message: str) -> Fault:
    parts = key.split(".")
    while parts:
        if ".".join(parts) in origins:
            file, line = origins[".".join(parts)]
            return Fault(file=file, line=line, key=key, message=message)
        parts.pop()
    return Fault(file=path.name, line=1, key=key, message=message)
