"""Whoever leaves out one question to the policy makes a test fail: each call of what is in ``FOR_ALL`` goes once.

The function that asks is compiled anew with that one call granted to everybody, and put in the place of the real one
while its probe runs. A call that has no probe in ``tests/access_probes.py`` is a fault too.

Not among them, because they answer nothing by themselves: what ``rights`` and ``requests`` are made of (``is_handler``,
``shows_all``, ``may_show``: ``tests/workflows/engine`` and the page of rights), what only takes from a grant
(``own_words``), ``to_answer``, which is asked behind ``may`` and by who holds the round (``test_policy``), and
``Watched.steers``, which is asked behind ``may`` (``tests/flows/test_mededeling_stoppen.py``).
"""

import ast
import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, MappingProxyType

import pytest
from _pytest.outcomes import Failed

from tests import access_probes
from tests.access_probes import Probe
from tests.access_probes_passed_on import PASSED_ON
from tests.access_stage import Stage
from tests.conftest import fresh_sqlite
from tests.play import ROOT, World
from workflows.engine.case import Case
from workflows.engine.policy import Grant
from workflows.protocol_files import read

PROBES = {**access_probes.PROBES, **PASSED_ON}
FOLDERS = ("workflows", "slackapp", "console", "ruggespraak")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One place where the policy is asked: the *number*-th in that function."""

    file: str
    function: str
    number: int

    @property
    def module(self) -> str:
        return self.file.removesuffix(".py").replace("/", ".")


@cache
def calls() -> dict[str, Call]:
    """Return every call by its name in PROBES."""
    found: dict[str, Call] = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            file = path.relative_to(ROOT).as_posix()
            for name, node in functions(ast.parse(path.read_text(encoding="utf-8"))):
                numbers = range(1, len(asking(node)) + 1)
                mark = "{}:{} {}" if len(numbers) > 1 else "{}:{}"
                found |= {mark.format(file, name, one): Call(file=file, function=name, number=one) for one in numbers}
    return found


def functions(module: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Yield each function and method; what is asked outside of any is a function without a name."""
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{getattr(one, 'name', '')}", one) for one in node.body)
        else:
            yield getattr(node, "name", ""), node


def asking(node: ast.AST) -> list[ast.Call]:
    found = (one for one in ast.walk(node) if isinstance(one, ast.Call) and name_of(one.func) in FOR_ALL)
    return sorted(found, key=lambda one: (one.lineno, one.col_offset))


def name_of(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


def granted(person: str, _verb: object, _protocol: object, case: Case, _circle: object) -> Grant:
    """Stand in for ``may``: everybody may do everything."""
    return Grant(case_id=case.id, person=person)


def agreed(*_: object) -> bool:
    """Stand in for ``allows``, and for the question who answers requests."""
    return True


def passed_on(grant: Grant, case: Case, *_: object) -> Grant:
    """Stand in for what makes of one grant another: whoever has one gets the next."""
    return Grant(case_id=case.id, person=grant.person)


def shown(person: str, case: Case, _circle: object) -> Grant:
    """Stand in for ``to_answer_request``: everybody may tell."""
    return Grant(case_id=case.id, person=person)


FOR_ALL: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "may": granted,
        "allows": agreed,
        "joined": passed_on,
        "to_melder": passed_on,
        "to_answer_request": shown,
        "may_answer_requests": agreed,
        "answers_requests": agreed,
    }
)
STAND_INS = {f"{name}_for_all": one for name, one in FOR_ALL.items()}


@contextmanager
def without(call: Call) -> Iterator[None]:
    """Let a function go without that one question, for as long as this lasts."""
    function = found_in(importlib.import_module(call.module), call.function)
    real, function.__code__ = function.__code__, mutated(call, function)
    function.__globals__.update(STAND_INS)
    try:
        yield
    finally:
        function.__code__ = real
        for name in STAND_INS:
            del function.__globals__[name]


def found_in(module: object, name: str) -> FunctionType:
    found = module
    for part in name.split("."):
        found = getattr(found, part)
    assert isinstance(found, FunctionType), f"{name}: a call is only taken out of a plain function or method"
    return found


def mutated(call: Call, function: FunctionType) -> CodeType:
    """Return the code of the function with that call answered by the stand-in."""
    tree = ast.parse((ROOT / call.file).read_text(encoding="utf-8"))
    node = next(one for name, one in functions(tree) if name == call.function)
    asked = asking(node)[call.number - 1]
    asked.func = ast.copy_location(ast.Name(id=f"{name_of(asked.func)}_for_all", ctx=ast.Load()), asked.func)
    assert isinstance(node, ast.FunctionDef)
    node.decorator_list = []
    made: dict[str, FunctionType] = {}
    exec(compile(ast.Module(body=[node], type_ignores=[]), call.file, "exec"), dict(function.__globals__), made)  # noqa: S102 - our own source
    return made[node.name].__code__


def is_refused(probe: Probe, stage: Stage) -> bool:
    """True when the probe got nothing that it should not."""
    try:
        probe(stage)
    except (AssertionError, Failed):
        return False
    return True


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("toneel")
    played = World(folder, fresh_sqlite(folder, migrated_file), source=read("scala"))
    yield Stage(played)
    played.close()


def test_every_call_of_the_policy_has_a_probe() -> None:
    assert sorted(set(calls()) - set(PROBES)) == [], "add a probe to tests/access_probes.py"
    assert sorted(set(PROBES) - set(calls())) == [], "this probe probes nothing any more"


@pytest.mark.parametrize("name", sorted(PROBES))
def test_without_this_question_its_probe_fails(stage: Stage, name: str) -> None:
    call, probe = calls()[name], PROBES[name]
    probe(stage)
    with without(call):
        assert not is_refused(probe, stage), f"{probe.__name__} does not notice that {name} no longer asks"
    probe(stage)


def test_a_call_that_nobody_would_miss_is_noticed(stage: Stage) -> None:
    with without(calls()["workflows/engine/changes.py:plan"]):
        assert is_refused(PROBES["workflows/engine/changes.py:merge"], stage)
        assert not is_refused(PROBES["workflows/engine/changes.py:plan"], stage)
    assert is_refused(PROBES["workflows/engine/changes.py:plan"], stage)


# Nothing else makes a grant


def test_only_the_policy_makes_or_changes_a_grant() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("workflows", "models", "slackapp", "console", "ruggespraak")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path != ROOT / "workflows/engine/policy.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and makes_a_grant(node)
    ]
    assert found == []


def makes_a_grant(call: ast.Call) -> bool:
    """True for ``Grant(...)``, for ``only_author`` as an argument, and for a copy of what is called a grant."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given = [getattr(one, "id", getattr(one, "attr", "")) for one in call.args]
    copies = name == "replace" and bool({"grant", "leave"} & set(given[:1]))
    return copies or "Grant" in (name, *given) or "only_author" in [one.arg for one in call.keywords]
