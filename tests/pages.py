"""Writes ``docs/protocollen`` anew: a page and the drawings of every protocol that comes with the app.

``python -m tests.pages`` (or ``make pages``) reads which tests are marked with which rule: from the source of the
tests, and for the engine's from the marks themselves, which may be made in a loop. It runs none.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.traceability import marked_cases
from workflows.engine.draw import draw
from workflows.protocol_files import Source, available, read
from workflows.protocol_page import drawing_name, protocol_page

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "protocollen"
Rules = frozenset[str]


def main() -> None:
    """Write every page and drawing, and remove what no protocol has any more."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for path in FOLDER.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def pages() -> Mapping[str, str]:
    """Return every file of the folder with its text."""
    sources = [read(name) for name in available()]
    tests = all_marked()
    found = {"README.md": _index(sources)}
    for source in sources:
        protocol = source.protocol
        found[f"{protocol.protocol}.md"] = protocol_page(source, tests)
        for kind in protocol.kinds:
            found[drawing_name(protocol, kind)] = draw(protocol, kind)
    return found


def all_marked() -> Mapping[str, list[str]]:
    """Return for each rule every test that is marked with it."""
    found = {rule: set(names) for rule, names in marked_tests().items()}
    for case in marked_cases():
        module, _, test = case.name.partition("::")
        for rule in case.rules:
            found.setdefault(rule, set()).add(f"{module.replace('.', '/')}.py::{test}")
    return {rule: sorted(names) for rule, names in found.items()}


def marked_tests(folder: Path = ROOT / "tests") -> Mapping[str, list[str]]:
    """Return for each rule the tests that are marked with it, as file and name."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        name = path.relative_to(folder.parent).as_posix()
        for test, rules in _marked(ast.parse(path.read_text(encoding="utf-8"))):
            for rule in rules:
                found.setdefault(rule, []).append(f"{name}::{test}")
    return found


def _marked(module: ast.Module) -> Iterator[tuple[str, Rules]]:
    """The tests of a file with their rules: a mark may stand on the test, its class, a parameter or the file."""
    named = {
        target.id: _rules([node.value])
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    yield from _within(module.body, "", named, named.get("pytestmark", frozenset()))


def _within(
    body: Iterable[ast.stmt], above: str, named: Mapping[str, Rules], given: Rules
) -> Iterator[tuple[str, Rules]]:
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() if node.name.startswith("test"):
                yield f"{above}{node.name}", given | _on(node, named)
            case ast.ClassDef():
                marks = [part.value for part in node.body if isinstance(part, ast.Assign) and _is_pytestmark(part)]
                inside = given | _on(node, named) | _rules(marks)
                yield from _within(node.body, f"{above}{node.name}::", named, inside)


def _is_pytestmark(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)


def _on(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, named: Mapping[str, Rules]) -> Rules:
    names = {part.id for mark in node.decorator_list for part in ast.walk(mark) if isinstance(part, ast.Name)}
    return _rules(node.decorator_list).union(*(named[name] for name in names if name in named))


def _rules(expressions: Iterable[ast.expr]) -> Rules:
    calls = [part for one in expressions for part in ast.walk(one) if isinstance(part, ast.Call)]
    arguments = [argument for call in calls if _is_rule(call.func) for argument in call.args]
    return frozenset(
        argument.value
        for argument in arguments
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    )


def _is_rule(function: ast.expr) -> bool:
    return ast.unparse(function) in ("pytest.mark.rule", "mark.rule")


def _index(sources: Iterable[Source]) -> str:
    lines = [
        "# Protocollen",
        "",
        "<!-- Gemaakt door `make pages`. Verander deze bladzijde niet met de hand. -->",
        "",
        "Elke bladzijde laat zien hoe een zaak verloopt, en waar elke regel van het protocol in de app zit.",
        "",
    ]
    for source in sources:
        protocol = source.protocol
        lines.append(f"- [{protocol.title}]({protocol.protocol}.md), versie {protocol.version}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
