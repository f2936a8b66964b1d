"""Reading a protocol from its YAML file: merged with what it extends, every error with file, line and key.

Decides what a safe file is (no aliases, not deep, at most 64 kB) and how ``extends`` merges: maps merge by key, lists
and scalars replace, ``~`` removes. Numbers and dates stay the text that was typed. What the words mean is for the
engine.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from workflows.engine.check import Found, check
from workflows.engine.protocol import NamesError, Protocol

BUILT_IN = Path(__file__).parent / "protocols"
LAW = "common"
_SHARED = (LAW, "ladder")
MAX_BYTES = 64 * 1024
MAX_DEPTH = 12
MAX_EXTENDS = 5
_OWN = ("protocol", "version", "title", "adopted", "override_reason", "cite")
_TAG = "tag:yaml.org,2002:"
_AS_TYPED = ("str", "int", "float", "timestamp")
_MESSAGES = {"extra_forbidden": "unknown key", "missing": "is missing"}
_DIRECTIVE = (1, 2)

Origins = Mapping[str, tuple[str, int]]


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
    origins: Origins = field(default_factory=dict)

    @property
    def digest(self) -> str:
        return digest_of(self.protocol)

    def place(self, key: str) -> tuple[str, int]:
        """Return the file and line of a dotted key, or of the nearest key above it."""
        return _nearest(self.origins, key) or (self.protocol.protocol, 1)


def available() -> list[str]:
    """Return the names of the protocols that come with the app."""
    return sorted(path.stem for path in BUILT_IN.glob("*.yml") if path.stem not in _SHARED)


def read(name: str | Path) -> Source:
    """Return the protocol of that name (built in) or file; raises ProtocolFileError."""
    path = _locate(str(name), beside=None)
    merged, origins = _merged(path, ())
    merged.pop("extends", None)
    merged.setdefault("title", str(merged.get("protocol", path.stem)))
    try:
        protocol = Protocol.model_validate(merged)
    except ValidationError as error:
        raise ProtocolFileError(list(_faults(path, origins, error))) from error
    return Source(protocol=protocol, origins=origins)


def checked(source: Source) -> Found:
    """Return what checking a protocol comes to, held against the tasks of the law that come with the app."""
    return check(source.protocol, law())


@cache
def law() -> Protocol:
    """Return the protocol that carries the tasks of the law."""
    return read(BUILT_IN / f"{LAW}.yml").protocol


def dump(protocol: Protocol) -> str:
    """Return a protocol as text that ``load`` reads back, in its own order: what a running case is pinned to."""
    return json.dumps(protocol.model_dump(mode="json"), ensure_ascii=False)


def load(text: str) -> Protocol:
    """Return the protocol that ``dump`` wrote, also when it holds a word that this version no longer knows."""
    try:
        return Protocol.model_validate_json(text)
    except ValidationError as error:
        unknown = [one["loc"] for one in error.errors() if one["type"] == "extra_forbidden"]
        if not unknown:
            raise
    data = json.loads(text)
    for where in unknown:
        _drop(data, where)
    return Protocol.model_validate(data)


def _drop(data: dict[str, Any], where: Sequence[int | str]) -> None:
    *above, last = where
    here: Any = data
    for key in above:
        here = here[key]
    del here[last]


def digest_of(protocol: Protocol) -> str:
    """Return the name under which this exact protocol is kept."""
    return hashlib.sha256(dump(protocol).encode()).hexdigest()[:16]


def _locate(name: str, beside: Path | None) -> Path:
    """A name is a file beside the one that extends it, else one that comes with the app; a path is a file."""
    folder = beside.parent if beside is not None else Path()
    if name.endswith((".yml", ".yaml")) or "/" in name:
        path = folder / name
    else:
        own = folder / f"{name}.yml"
        is_own = beside is not None and own.is_file() and own != beside
        path = own if is_own else BUILT_IN / f"{Path(name).name}.yml"
    if not path.is_file():
        known = ", ".join(available())
        raise _error(name, f"no such protocol; built in: {known}")
    return path


def _merged(path: Path, seen: tuple[Path, ...]) -> tuple[dict[str, Any], dict[str, tuple[str, int]]]:
    if path.resolve() in seen or len(seen) >= MAX_EXTENDS:
        raise _error(path.name, "extends goes round in a circle, or too far", key="extends")
    own, origins = _parse(path)
    above = own.get("extends")
    if above is None:
        return own, origins
    if not isinstance(above, str):
        raise ProtocolFileError([_at(path, origins, "extends", "extends names one protocol")])
    try:
        base_path = _locate(above, beside=path)
    except ProtocolFileError:
        known = ", ".join((*_SHARED, *available()))
        message = f"there is no protocol or file '{above}'; known: {known}"
        raise ProtocolFileError([_at(path, origins, "extends", message)]) from None
    base, base_origins = _merged(base_path, (*seen, path.resolve()))
    for key in _OWN:  # who a protocol is does not come from another one
        base.pop(key, None)
        base_origins.pop(key, None)
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
    try:
        text = _raw(path).decode("utf-8")
        _refuse_hostile(path, text)
        root = YAML(typ="safe", pure=True).compose(text)
    except UnicodeDecodeError as error:
        raise _error(path.name, "not UTF-8 text") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _error(path.name, ", ".join(filter(None, (error.context, error.problem))), line) from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise _error(path.name, "not readable as YAML") from error
    if not isinstance(root, MappingNode):
        raise _error(path.name, "a protocol is a list of 'key: value'")
    origins: dict[str, tuple[str, int]] = {}
    data = _plain(path, root, "", origins)
    return dict(data), origins


def _raw(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _error(path.name, f"cannot be read: {error.strerror}") from error
    if len(raw) > MAX_BYTES:
        raise _error(path.name, "larger than 64 kB")
    return raw


def _refuse_hostile(path: Path, text: str) -> None:
    """Refuse aliases and deep nesting before anything is built from the text."""
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise _error(path.name, "aliases (& and *) are refused", line)
        if isinstance(event, DocumentStartEvent) and event.version not in (None, _DIRECTIVE):
            raise _error(path.name, "write YAML 1.2, without %YAML", line)
        depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
        depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
        if depth > MAX_DEPTH:
            raise _error(path.name, "nested too deeply", line)


def _plain(path: Path, node: Node, key: str, origins: dict[str, tuple[str, int]]) -> Any:
    """Return a node as plain values, and note where each key stands."""
    line = node.start_mark.line + 1
    match node:
        case MappingNode() if node.tag == f"{_TAG}map":
            return {name: _plain(path, child, own, origins) for name, own, child in _keys(path, node, key, origins)}
        case SequenceNode() if node.tag == f"{_TAG}seq":
            return [_plain(path, child, f"{key}.{index}", origins) for index, child in enumerate(node.value)]
        case ScalarNode() if str(node.tag).removeprefix(_TAG) in _AS_TYPED:
            return node.value
        case ScalarNode() if node.tag == f"{_TAG}null":
            return None
        case ScalarNode() if node.tag == f"{_TAG}bool":
            return node.value.lower() == "true"
    raise _error(path.name, f"'{node.tag}' is not used in a protocol", line, key)


def _keys(
    path: Path, node: MappingNode, above: str, origins: dict[str, tuple[str, int]]
) -> Iterator[tuple[str, str, Node]]:
    seen: set[str] = set()
    for name, child in node.value:
        line = name.start_mark.line + 1
        if not isinstance(name, ScalarNode) or name.tag != f"{_TAG}str":
            raise _error(path.name, "a key is a word; put it between quotes", line, above)
        key = f"{above}.{name.value}" if above else str(name.value)
        if name.value in seen:
            raise _error(path.name, "stands here twice", line, key)
        seen.add(name.value)
        origins[key] = (path.name, line)
        yield name.value, key, child


def _faults(path: Path, origins: Origins, error: ValidationError) -> Iterator[Fault]:
    for problem in error.errors():
        cause = problem.get("ctx", {}).get("error")
        if isinstance(cause, NamesError):
            yield from (_at(path, origins, key, message) for key, message in cause.problems)
        else:
            key = ".".join(str(part) for part in problem["loc"] if part != "[key]")
            message = problem["msg"].removeprefix("Value error, ")
            yield _at(path, origins, key, _MESSAGES.get(problem["type"], message))


def _at(path: Path, origins: Origins, key: str, message: str) -> Fault:
    file, line = _nearest(origins, key) or (path.name, 1)
    return Fault(file=file, line=line, key=key, message=message)


def _nearest(origins: Origins, key: str) -> tuple[str, int] | None:
    parts = key.split(".")
    while parts:
        found = origins.get(".".join(parts))
        if found:
            return found
        parts.pop()
    return None


def _error(file: str, message: str, line: int = 1, key: str = "") -> ProtocolFileError:
    return ProtocolFileError([Fault(file=file, line=line, key=key, message=message)])
