"""Reading a protocol from its YAML file: merged with what it extends, every error with file, line and key.

Decides how ``extends`` merges: maps merge by key, lists and scalars replace, ``~`` removes. What a safe file is stands
in ``yaml_file``, and what the words mean is for the engine.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from workflows.engine.check import Found, check
from workflows.engine.protocol import NamesError, Protocol
from workflows.yaml_file import Fault, FileError, Origins, fault_at, fault_of, nearest, parse

BUILT_IN = Path(__file__).parent / "protocols"
LAW = "common"
_SHARED = (LAW, "ladder")
MAX_EXTENDS = 5
_OWN = ("protocol", "version", "title", "adopted", "override_reason", "cite")


class ProtocolFileError(FileError):
    """The protocol cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A protocol with where it came from: ``origins`` maps a dotted key to file and line."""

    protocol: Protocol
    origins: Origins = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        return digest_of(self.protocol)

    def place(self, key: str) -> tuple[str, int]:
        """Return the file and line of a dotted key, or of the nearest key above it."""
        return nearest(self.origins, key) or (self.protocol.protocol, 1)


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
        raise ProtocolFileError([fault_at(path, origins, "extends", "extends names one protocol")])
    try:
        base_path = _locate(above, beside=path)
    except ProtocolFileError:
        known = ", ".join((*_SHARED, *available()))
        message = f"there is no protocol or file '{above}'; known: {known}"
        raise ProtocolFileError([fault_at(path, origins, "extends", message)]) from None
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
        return parse(path, "protocol")
    except FileError as error:
        raise ProtocolFileError(error.faults) from error


def _faults(path: Path, origins: Origins, error: ValidationError) -> Iterator[Fault]:
    for problem in error.errors():
        cause = problem.get("ctx", {}).get("error")
        if isinstance(cause, NamesError):
            yield from (fault_at(path, origins, key, message) for key, message in cause.problems)
        else:
            yield fault_of(path, origins, problem)


def _error(file: str, message: str, line: int = 1, key: str = "") -> ProtocolFileError:
    return ProtocolFileError([Fault(file=file, line=line, key=key, message=message)])
