"""A store never takes one rule of one's own for another."""

import dataclasses
import functools
import importlib.util
import os
import subprocess
import sys

import pytest
from support.own_rules import hidden, no_ai_in_a

import optimizer as opt
from optimizer.sweep.rule_digest import digest_of_rule

HEAD = "import dataclasses\nimport numpy as np\nimport pyomo.environ as pyo\n"


def loaded(folder, text, *, package="mine"):
    """Return the rule of a file, which always has the same name."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{package}.py"
    path.write_text(HEAD + text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(package, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.rule


PAIRS = {
    "body": ("def rule(m):\n    m.cap = {}\n", "1", "2"),
    "default": ("def rule(m, most={}):\n    m.cap = most\n", "1", "2"),
    "keyword": ("def rule(m, *, most={}):\n    m.cap = most\n", "1", "1.0"),
    "global": ("LIMIT = {}\ndef rule(m):\n    m.cap = LIMIT\n", "1", "2"),
    "table": (
        "LIMIT = np.array([[1.0, {}]])\ndef rule(m):\n    m.cap = LIMIT.sum()\n",
        "2.0",
        "2.1",
    ),
    "set": ("KEYS = {{'a', 'b', {}}}\ndef rule(m):\n    m.cap = KEYS\n", "'c'", "'d'"),
    "helper": (
        "def inner():\n    return {}\n\ndef helper():\n    return inner()\n\n"
        "def rule(m):\n    m.cap = [helper() for _ in m.x]\n",
        "1",
        "2",
    ),
    "closure": (
        "def made(most):\n    def rule(m):\n        m.cap = most\n    return rule\n\n"
        "rule = made({})\n",
        "1",
        "2",
    ),
    "lambda on one line": ("rule = (lambda m: 1, lambda m: 2)[{}]\n", "0", "1"),
    "object": (
        "@dataclasses.dataclass\nclass Cap:\n    most: float\n"
        "    def __call__(self, m):\n        m.cap = self.most\n\nrule = Cap({})\n",
        "1.0",
        "2.0",
    ),
    "its class": (
        "class Cap:\n    def __call__(self, m):\n        m.cap = {}\n\nrule = Cap()\n",
        "1",
        "2",
    ),
    "method": (
        "class Cap:\n    most = {}\n    def add(self, m):\n        m.cap = self.most\n\n"
        "rule = Cap().add\n",
        "1",
        "2",
    ),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_rules_of_one_name_that_differ(tmp_path, kind):
    """In body, defaults, values, or what they call: two digests; the same text gives one."""
    text, one, other = PAIRS[kind]
    first, second, again = (
        digest_of_rule(loaded(tmp_path / str(place), text.format(value)))
        for place, value in enumerate([one, other, one])
    )
    assert first != second
    assert first == again


@pytest.mark.slow
def test_a_digest_is_the_same_in_another_process(tmp_path):
    """Whatever the order of sets there."""
    rule = loaded(tmp_path, PAIRS["set"][0].format("'c'"))
    text = (
        "import mine, sys\nfrom optimizer.sweep.rule_digest import digest_of_rule\n"
        "print(digest_of_rule(mine.rule))\n"
    )
    for seed in "12":
        found = subprocess.run(
            [sys.executable, "-c", text],
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]),
            },
            capture_output=True,
            text=True,
            check=True,
        )
        assert found.stdout.strip() == digest_of_rule(rule)


def test_partial_arguments_count():
    """The same function with another value is another rule."""
    one, other = (functools.partial(no_ai_in_a, most=value) for value in (1, 2))
    assert len({digest_of_rule(rule) for rule in (no_ai_in_a, one, other)}) == 3


@dataclasses.dataclass
class Reads:
    """A rule that holds an open file."""

    file: object

    def __call__(self, model):
        """Do nothing."""


def test_what_cant_be_known_is_refused_by_name(tmp_path):
    """A rule without source, one of another language, one that holds an open file."""
    with (tmp_path / "file").open("w") as file:
        for rule, name in ((hidden(), "hidden"), (print, "print"), (Reads(file), "Reads")):
            with pytest.raises(opt.InputError, match=f"“{name}” can't be told.*without --store"):
                digest_of_rule(rule)
