"""The tests mirror the package: whoever changes a file finds its tests under its name."""

import ast
from pathlib import Path

import pytest

import optimizer

PACKAGE = Path(optimizer.__file__).parent
TESTS = Path(__file__).parents[1]
NONE_OF_ITS_OWN = {
    "__main__.py": "one call; tests/cli/test_main.py starts it as a process",
    "analysis/answers.py": "tests/analysis/test_importance.py and test_why.py show what it shows",
    "analysis/entering.py": "tests/analysis/test_why.py asks at what cost something enters",
    "analysis/in_the_way.py": "tests/analysis/test_why.py looks at what is in the way",
    "analysis/robust_search.py": "tests/analysis/test_robust.py and test_two_stage.py search by it",
    "analysis/robust_told.py": "tests/analysis/test_robust.py looks at what it tells",
    "analysis/worlds_as_one.py": "tests/test_robust_against_exhaustive.py tries every plan",
    "analysis/plan_problem.py": "tests/analysis/test_importance.py and test_why.py solve by it",
    "api/answers.py": "tests/analysis/test_importance.py and test_why.py save each of them",
    "api/importance.py": "tests/analysis/test_importance.py asks by it",
    "api/sensitivity.py": "tests/cli/test_sensitivity.py asks by it",
    "api/why.py": "tests/analysis/test_why.py asks by it",
    "arrays.py": "names of types alone",
    "instance/schema/kinds.py": "tests/contracts/test_kinds.py looks at every kind",
    "instance/schema/objectives.py": "tests/contracts/test_objectives.py looks at each of them",
    "model/rule.py": "tests/contracts/test_rules.py looks at every rule",
    "model/rules.py": "tests/contracts/test_rules.py looks at every rule",
    "solver/built.py": "tests/solver/test_parametric.py solves what it builds",
    "solver/graduates_apart.py": "tests/contracts/test_graduates_apart.py, test_parametric.py",
    "solver/known.py": "tests/contracts/test_unknown_structure.py adds what it doesn't know",
    "analysis/judge.py": "tests/analysis/test_score.py looks at what it says of every plan",
    "analysis/swaps.py": "tests/analysis/test_score.py looks at swaps",
    "api/alternatives_of.py": "tests/api/test_alternatives.py asks for them both ways",
    "solver/search/diverse.py": "tests/analysis/test_alternatives.py tries every plan",
}
"""Files without a test file of their own, each with the reason: what is tested in their place."""
FILES = [
    path.relative_to(PACKAGE)
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.name != "__init__.py" and "shipped" not in path.parts
]


def place_of(path):
    """Return where the tests of a file stand."""
    return TESTS / path.parent / f"test_{path.name}"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_every_file_has_its_tests(path):
    """tests/ROOM/test_FILE.py for optimizer/ROOM/FILE.py, but for those that are named."""
    if str(path.as_posix()) in NONE_OF_ITS_OWN:
        assert not place_of(path).exists()
    else:
        assert place_of(path).exists(), f"{path} has no {place_of(path).relative_to(TESTS)}"


def test_no_file_is_named_that_is_gone():
    """The list of exceptions is short, and true."""
    assert set(NONE_OF_ITS_OWN) <= {path.as_posix() for path in FILES}


@pytest.mark.parametrize(
    "path", sorted(TESTS.rglob("test_*.py")), ids=lambda path: str(path.relative_to(TESTS))
)
def test_every_test_states_its_fact(path):
    """Each has a docstring."""
    silent = [
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and ast.get_docstring(node) is None
    ]
    assert silent == []
