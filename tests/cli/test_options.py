"""Options that several commands share."""

import inspect

from optimizer.cli import options
from optimizer.cli.main import app

SHARED = {
    "instance": "InstanceArgument",
    "budget": "Budget",
    "sets": "Sets",
    "as_json": "AsJson",
    "seed": "Seed",
    "threads": "Threads",
}


def test_an_option_means_the_same_in_every_command():
    """Where commands share a word, they share its type and its help."""
    commands = {entry.callback.__name__: entry.callback for entry in app.registered_commands}
    assert list(commands) == ["solve", "sweep", "balance", "check", "new", "schema"]
    for name in ("solve", "sweep", "balance"):
        for parameter in inspect.signature(commands[name]).parameters.values():
            if parameter.name in SHARED:
                assert parameter.annotation == SHARED[parameter.name]
                assert hasattr(options, parameter.annotation)
