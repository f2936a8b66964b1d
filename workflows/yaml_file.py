"""Reading a YAML file that a stranger may have written, every error with file, line and key.

Decides what a safe file is: YAML 1.2, no aliases, not deep, at most 64 kB. Numbers, dates and hours stay the text that
was typed. It does not know what a file is about.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_BYTES = 64 * 1024
MAX_DEPTH = 12
_TAG = "tag:yaml.org,2002:"
_AS_TYPED = ("str", "int", "float", "timestamp")
_KEYS = (f"{_TAG}str", f"{_TAG}timestamp")
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


class FileError(Exception):
    """The file cannot be used; whoever wrote it repairs it. ``faults`` say where."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def parse(path: Path, about: str) -> tuple[dict[str, Any], dict[str, tuple[str, int]]]:
    """Return what a file says as plain values, and where each dotted key stands; raises FileError.

    *about* is the word for such a file in what is said to its writer.
    """
    try:
        text = _raw(path).decode("utf-8")
        reader = YAML(typ="safe", pure=True)
        reader.Composer = _Composer
        root = reader.compose(text)
    except _HostileError as error:
        raise _error(path, error.message, error.line) from error
    except UnicodeDecodeError as error:
        raise _error(path, "not UTF-8 text") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _error(path, ", ".join(filter(None, (error.context, error.problem))), line) from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise _error(path, "not readable as YAML") from error
    if not isinstance(root, MappingNode):
        raise _error(path, f"a {about} is a list of 'key: value'")
    reading = _Reading(path, about)
    return dict(reading.plain(root, "")), reading.origins


def fault_of(path: Path, origins: Origins, problem: ErrorDetails) -> Fault:
    """Return what a model found wrong in what ``parse`` returned, at its place."""
    key = ".".join(str(part) for part in problem["loc"] if part != "[key]")
    message = problem["msg"].removeprefix("Value error, ")
    return fault_at(path, origins, key, _MESSAGES.get(problem["type"], message))


def fault_at(path: Path, origins: Origins, key: str, message: str) -> Fault:
    """Return a fault at the line of a dotted key, or of the nearest key above it."""
    file, line = nearest(origins, key) or (path.name, 1)
    return Fault(file=file, line=line, key=key, message=message)


def nearest(origins: Origins, key: str) -> tuple[str, int] | None:
    """Return the file and line of a dotted key, or of the nearest key above it."""
    parts = key.split(".")
    while parts:
        found = origins.get(".".join(parts))
        if found:
            return found
        parts.pop()
    return None


class _Reading:
    """One file on its way to plain values; notes where each key stands."""

    def __init__(self, path: Path, about: str) -> None:
        self.origins: dict[str, tuple[str, int]] = {}
        self._path = path
        self._about = about

    def plain(self, node: Node, key: str) -> Any:
        line = node.start_mark.line + 1
        match node:
            case MappingNode() if node.tag == f"{_TAG}map":
                return {name: self.plain(child, own) for name, own, child in self._children(node, key)}
            case SequenceNode() if node.tag == f"{_TAG}seq":
                return [self._item(child, f"{key}.{index}") for index, child in enumerate(node.value)]
            case ScalarNode() if str(node.tag).removeprefix(_TAG) in _AS_TYPED:
                return node.value
            case ScalarNode() if node.tag == f"{_TAG}null":
                return None
            case ScalarNode() if node.tag == f"{_TAG}bool":
                return node.value.lower() == "true"
        raise _error(self._path, f"'{node.tag}' is not used in a {self._about}", line, key)

    def _item(self, node: Node, key: str) -> Any:
        self.origins[key] = (self._path.name, node.start_mark.line + 1)
        return self.plain(node, key)

    def _children(self, node: MappingNode, above: str) -> Iterator[tuple[str, str, Node]]:
        seen: set[str] = set()
        for name, child in node.value:
            line = name.start_mark.line + 1
            if not isinstance(name, ScalarNode) or name.tag not in _KEYS:
                raise _error(self._path, "a key is a word; put it between quotes", line, above)
            key = f"{above}.{name.value}" if above else str(name.value)
            if name.value in seen:
                raise _error(self._path, "stands here twice", line, key)
            seen.add(name.value)
            self.origins[key] = (self._path.name, line)
            yield name.value, key, child


def _raw(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _error(path, f"cannot be read: {error.strerror}") from error
    if len(raw) > MAX_BYTES:
        raise _error(path, "larger than 64 kB")
    return raw


class _HostileError(Exception):
    """What no file of ours holds: said before anything is built from it."""

    def __init__(self, message: str, line: int) -> None:
        self.message, self.line = message, line
        super().__init__(message)


class _Composer(Composer):
    """Refuses aliases, deep nesting and another YAML on the way, as soon as they are met."""

    nested = 0

    def compose_document(self) -> Any:
        event = self.parser.peek_event()
        if event.version not in (None, _DIRECTIVE):
            raise _HostileError("write YAML 1.2, without %YAML", event.start_mark.line + 1)
        return super().compose_document()

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise _HostileError("aliases (& and *) are refused", line)
        inner = isinstance(event, CollectionStartEvent)
        self.nested += inner
        if self.nested > MAX_DEPTH:
            raise _HostileError("nested too deeply", line)
        node = super().compose_node(parent, index)
        self.nested -= inner
        return node


def _error(path: Path, message: str, line: int = 1, key: str = "") -> FileError:
    return FileError([Fault(file=path.name, line=line, key=key, message=message)])
