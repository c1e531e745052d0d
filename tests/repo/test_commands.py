"""Every command records an event: found by reading the code, not by trusting a list."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Writes that are no use case of their own, each with its reason.
NO_EVENT = {
    "sign_out": "ends a session; signing in is recorded",
    "ensure_plan": "a plan is made with its first finding, whose event stands for it",
    "log_reading": "the log of reads is kept apart from the history of changes",
}


def _modules() -> list[Path]:
    found = [
        path
        for package in ("qa", "action_plans", "audits", "schedules")
        for path in (ROOT / package).rglob("*.py")
        if "commands" in path.relative_to(ROOT).as_posix()
    ]
    return sorted(found)


def _calls(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                owner = node.func.value
                yield (
                    f"{owner.id}.{node.func.attr}"
                    if isinstance(owner, ast.Name)
                    else node.func.attr
                )
                yield node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node.func.id


def _functions() -> dict[str, set[str]]:
    """Each function of the command modules, with the names it calls."""
    found: dict[str, set[str]] = {}
    for module in _modules():
        for node in ast.parse(module.read_text()).body:
            if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
                found.setdefault(node.name, set()).update(_calls(node))
    return found


def _recording() -> set[str]:
    """Functions that record an event, themselves or through one they call."""
    functions = _functions()
    recording = {name for name, calls in functions.items() if "events.record" in calls}
    while more := {
        name for name, calls in functions.items() if name not in recording and calls & recording
    }:
        recording |= more
    return recording


def _public() -> list[str]:
    """What the modules of commands offer: of a package that lists it, what it lists."""
    names = []
    for module in _modules():
        if (listing := module.parent / "__init__.py").exists() and module.parent.name == "commands":
            offered = _listed(listing)
        else:
            offered = None
        for node in ast.parse(module.read_text()).body:
            if (
                isinstance(node, ast.AsyncFunctionDef)
                and not node.name.startswith("_")
                and (not offered or node.name in offered)
            ):
                names.append(node.name)
    return sorted(set(names))


def _listed(listing: Path) -> set[str]:
    """The names in ``__all__`` of a package, none when it has no such list."""
    for node in ast.parse(listing.read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def test_there_are_commands() -> None:
    assert len(_public()) > 20


@pytest.mark.parametrize("name", _public())
def test_a_command_records_an_event(name: str) -> None:
    assert name in _recording() or name in NO_EVENT


def test_commands_do_not_read_the_clock() -> None:
    for module in _modules():
        text = module.read_text()
        assert "clock.now(" not in text, module.name
        assert "datetime.now(" not in text, module.name
