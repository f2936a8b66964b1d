"""Does a test notice when a part of a protocol is gone? The harness of ``test_traceability``.

A part that cites a rule is taken out of a copy of the protocol; the tests that are marked with the rule then play with
that copy (``cast.PLANTED``) and at least one of them has to fail. Nothing is patched and no file is changed.
"""

import csv
import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from inspect import signature
from itertools import product
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from tests.workflows.engine.cast import PLANTED
from workflows.engine.errors import WorkflowError
from workflows.engine.protocol import Article, Protocol
from workflows.protocol_files import Source, available, read

ROOT = Path(__file__).parent.parent
PRODUCT = ("workflows", "slackapp", "ruggespraak", "models")
RULES = ROOT / "tests" / "rules.csv"
SHOWN = "shown"
HEADER = "cite"
_ID = r"[A-Z]+-[\w.\-]*\w"
_KEEPS = re.compile(rf"#\s*keeps:?\s+(?P<ids>{_ID}(?:\s*,\s*{_ID})*)")
_TOLD = (AssertionError, WorkflowError, pytest.fail.Exception)

Keys = tuple[str, ...]
Noticed = Literal["", "crash", "told"]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of ``rules.csv``: a rule of a document, and what the software has to do with it."""

    id: str
    article: str
    type: str

    @property
    def types(self) -> frozenset[str]:
        return frozenset(self.type.split("/"))


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A part of a protocol that keeps a rule: ``path`` leads to what is taken away to see who notices."""

    rule: str
    path: Keys

    @property
    def key(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True, kw_only=True, eq=False)
class Marked:
    """One test with one set of arguments, and the rules that it is marked with."""

    name: str
    rules: frozenset[str]
    function: Callable[..., object] = field(repr=False)
    arguments: Mapping[str, Any] = field(repr=False)

    def run(self) -> BaseException | None:
        """Return what the test fails with; None when it passes."""
        try:
            self.function(**self.arguments)
        except (Exception, pytest.fail.Exception) as failure:
            return failure
        return None


@cache
def rules() -> Mapping[str, Row]:
    """Return every row of the traceability table."""
    with RULES.open(encoding="utf-8", newline="") as file:
        return {row["id"]: Row(**row) for row in csv.DictReader(file)}


@cache
def sources() -> Mapping[str, Source]:
    """Return every protocol that a school can choose, by name."""
    return {name: read(name) for name in available()}


@cache
def kept_by_code(folder: Path = ROOT) -> Mapping[str, Sequence[str]]:
    """Return for each rule the lines of the product that say ``# keeps ID``."""
    found: dict[str, list[str]] = {}
    for top in PRODUCT:
        for path in sorted((folder / top).rglob("*.py")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                for rule in _kept_on(line):
                    found.setdefault(rule, []).append(f"{path.relative_to(folder).as_posix()}:{number}")
    return found


def _kept_on(line: str) -> Iterator[str]:
    if found := _KEEPS.search(line):
        yield from (rule.strip() for rule in found["ids"].split(","))


# The parts of a protocol


def parts_citing(protocol: Protocol) -> Iterator[Cited]:
    """Yield every part that keeps a rule: what cites it, and each article that people are shown."""
    for path, part in _parts((), protocol):
        for rule in dict.fromkeys(getattr(part, "cite", ())):
            yield Cited(rule=rule, path=path or (HEADER,))
        if isinstance(part, Article) and part.shown:
            yield Cited(rule=path[-1], path=(*path, SHOWN))


def _parts(path: Keys, part: BaseModel) -> Iterator[tuple[Keys, BaseModel]]:
    yield path, part
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            yield from _parts((*path, name), value)
        elif isinstance(value, Mapping):
            for key, child in value.items():
                if isinstance(child, BaseModel):
                    yield from _parts((*path, name, key), child)


def part_at(protocol: Protocol, path: Keys) -> Any:
    """Return the part of that path; KeyError when there is none."""
    here: Any = protocol
    for step in path:
        here = here[step] if isinstance(here, Mapping) else getattr(here, step)
    return here


def has(protocol: Protocol, path: Keys) -> bool:
    """True when there is such a part."""
    try:
        return part_at(protocol, path) is not None
    except (KeyError, AttributeError):
        return False


def without(protocol: Protocol, path: Keys) -> Protocol:
    """Return a copy in which that part is gone; what pointed to it may now point to nothing."""
    if path == (HEADER,):
        return protocol.model_copy(update={"adopted": ""})
    if path[0] in ("facts", "fields"):
        protocol = _never_asked(protocol, path[1])
    copy = _changed(protocol, path, None)
    assert isinstance(copy, Protocol)
    return copy


def with_words(protocol: Protocol, path: Keys, **words: Any) -> Protocol:
    """Return a copy in which one part says something else."""
    copy = _changed(protocol, path, part_at(protocol, path).model_copy(update=words))
    assert isinstance(copy, Protocol)
    return copy


def uncited(protocol: Protocol) -> Protocol:
    """Return a copy that does everything, and says of nothing which rule it keeps."""
    for path, part in list(_parts((), protocol)):
        if getattr(part, "cite", ()):
            copy = _changed(protocol, (*path, "cite"), ())
            assert isinstance(copy, Protocol)
            protocol = copy
    return protocol


def _changed(part: Any, path: Keys, new: Any) -> Any:
    """Return a copy with *new* at the end of the path; None takes away what stands there."""
    step, *rest = path
    if isinstance(part, Mapping):
        if not rest and new is None:
            return {key: value for key, value in part.items() if key != step}
        return {**part, step: _changed(part[step], tuple(rest), new) if rest else new}
    if rest:
        return part.model_copy(update={step: _changed(getattr(part, step), tuple(rest), new)})
    return part.model_copy(update={step: () if new is None and step == SHOWN else new})


def _never_asked(protocol: Protocol, question: str) -> Protocol:
    """Return a copy in which no screen and no task asks that question."""
    for path, part in list(_parts((), protocol)):
        for word in ("intake", "more", "asks"):
            names = getattr(part, word, ())
            if question in names:
                copy = _changed(protocol, (*path, word), tuple(name for name in names if name != question))
                assert isinstance(copy, Protocol)
                protocol = copy
    return protocol


# The tests


@contextmanager
def planted(protocols: Mapping[str, Protocol]) -> Iterator[None]:
    """Let ``protocol_of`` give these, by name, as long as the block lasts."""
    token = PLANTED.set(protocols)
    try:
        yield
    finally:
        PLANTED.reset(token)


@cache
def marked_cases() -> Sequence[Marked]:
    """Return every marked test of the engine whose arguments all stand in its marks."""
    found: list[Marked] = []
    for path in sorted((ROOT / "tests" / "workflows" / "engine").glob("test_*.py")):
        found += cases_in(importlib.import_module(f"tests.workflows.engine.{path.stem}"))
    return found


def cases_in(module: ModuleType) -> Iterator[Marked]:
    """Yield the marked tests of a module, once for each set of arguments."""
    above = _as_marks(getattr(module, "pytestmark", ()))
    for name, function in vars(module).items():
        if name.startswith("test") and callable(function):
            yield from _expanded(f"{module.__name__}::{name}", function, [*above, *_marks_of(function)])


def _marks_of(function: Callable[..., object]) -> list[pytest.Mark]:
    return _as_marks(getattr(function, "pytestmark", ()))


def _as_marks(value: Any) -> list[pytest.Mark]:
    marks = value if isinstance(value, Iterable) else [value]
    return [mark.mark if isinstance(mark, pytest.MarkDecorator) else mark for mark in marks]


def _expanded(name: str, function: Callable[..., object], marks: list[pytest.Mark]) -> Iterator[Marked]:
    tables = [_table(mark) for mark in marks if mark.name == "parametrize"]
    own = _rules(marks)
    for rows in product(*tables):
        arguments = {key: value for given, _ in rows for key, value in given.items()}
        cited = own.union(*(_rules(more) for _, more in rows))
        if cited and set(arguments) == set(signature(function).parameters):
            yield Marked(name=name, rules=cited, function=function, arguments=arguments)


def _table(mark: pytest.Mark) -> list[tuple[dict[str, Any], list[pytest.Mark]]]:
    """Return the rows of a parametrize: the arguments of each, and the marks that stand on it."""
    names, values = (*mark.args, *(mark.kwargs[key] for key in ("argnames", "argvalues") if key in mark.kwargs))[:2]
    keys = [one.strip() for one in names.split(",")] if isinstance(names, str) else list(names)
    return [_row(keys, value) for value in values]


def _row(keys: list[str], value: Any) -> tuple[dict[str, Any], list[pytest.Mark]]:
    marks: list[pytest.Mark] = []
    if isinstance(value, type(pytest.param())):
        marks, value = _as_marks(value.marks), value.values
    elif len(keys) == 1:
        value = (value,)
    return dict(zip(keys, value, strict=True)), marks


def _rules(marks: Iterable[pytest.Mark]) -> frozenset[str]:
    return frozenset(rule for mark in marks if mark.name == "rule" for rule in mark.args)


class Proof:
    """The marked tests as proof of a rule: the quick ones first, and only those that are about what a protocol does.

    A test counts when it passes on the real protocols, and passes as well when no part says which rule it keeps: else
    it only reads where a rule is mentioned. That is looked up for a test that is about to count, once.
    """

    def __init__(self, tests: Iterable[Marked]) -> None:
        self._of: dict[str, list[Marked]] = {}
        for test in tests:
            for rule in test.rules:
                self._of.setdefault(rule, []).append(test)
        self._took: dict[str, float] = {}
        self._sound: dict[Marked, bool] = {}
        self._silent = {name: uncited(source.protocol) for name, source in sources().items()}

    def rules(self) -> frozenset[str]:
        """Return every rule that a test is marked with."""
        return frozenset(self._of)

    def noticed(self, rule: str, protocols: Mapping[str, Protocol], gone: str = "") -> Noticed:
        """Return whether a test marked with the rule tells that these protocols are not the real ones.

        It *tells* when it asserts, when the app refuses, or when it looks up the very key that is *gone*. That it
        merely falls over something that points to nothing is a *crash*.
        """
        crashed: Noticed = ""
        for test in self._quick_first(rule):
            failure = self._run(test, protocols)
            if failure is None or not self.is_sound(test):
                continue
            if isinstance(failure, _TOLD) or (isinstance(failure, KeyError) and failure.args == (gone,)):
                return "told"
            crashed = "crash"
        return crashed

    def _quick_first(self, rule: str) -> Iterator[Marked]:
        """Look again after each test: of a test with many arguments the first tells how long the others take."""
        left = list(self._of.get(rule, ()))
        while left:
            test = min(left, key=lambda one: self._took.get(one.name, 0.0))
            left.remove(test)
            yield test

    def is_sound(self, test: Marked) -> bool:
        """True when the test passes on the real protocols, and does not miss the cites."""
        if test not in self._sound:
            self._sound[test] = self._run(test, {}) is None and self._run(test, self._silent) is None
        return self._sound[test]

    def _run(self, test: Marked, protocols: Mapping[str, Protocol]) -> BaseException | None:
        start = perf_counter()
        with planted(protocols):
            failure = test.run()
        self._took[test.name] = max(self._took.get(test.name, 0.0), perf_counter() - start)
        return failure


@cache
def proof() -> Proof:
    """Return the marked tests of the engine, as proof."""
    return Proof(marked_cases())
