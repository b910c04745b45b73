"""Options that several commands share."""

import inspect

import pytest
import typer

from optimizer.cli import options
from optimizer.cli.main import app
from optimizer.cli.options import number

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
    callbacks = [inspect.unwrap(entry.callback) for entry in app.registered_commands]
    commands = {callback.__name__: callback for callback in callbacks}
    first, last = ["solve", "sweep", "explore"], ["report", "check", "new", "schema"]
    assert list(commands)[:3] == first
    assert list(commands)[-4:] == last
    for name in ("solve", "sweep", "balance"):
        for parameter in inspect.signature(commands[name]).parameters.values():
            if parameter.name in SHARED:
                assert parameter.annotation == SHARED[parameter.name]
                assert hasattr(options, parameter.annotation)


def test_a_shell_completes_shipped_names_and_folders(tmp_path, monkeypatch):
    """What is typed goes on as a shipped instance, or as a folder that begins so."""
    (tmp_path / "kolvik").mkdir()
    (tmp_path / "korea.csv").touch()
    (tmp_path / "mine" / "north").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert options.instances("ko") == ["korea", "kolvik/"]
    assert options.folders("mine/") == ["mine/north/"]
    assert options.folders("nowhere/x") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("1,000", "without thousands separators"), ("60bn", "is no number"), ("1%", "0.01 for 1%")],
)
def test_a_number_that_is_none_is_told_how_to_be_written(text, said):
    """As spreadsheets and people write them."""
    with pytest.raises(typer.BadParameter, match=said):
        number(text)


@pytest.mark.parametrize(("text", "value"), [("1e3", 1000.0), (" 60 ", 60.0), (0.001, 0.001)])
def test_numbers_are_read(text, value):
    """Spaces around don't matter; defaults pass, too."""
    assert number(text) == value


@pytest.mark.parametrize("word", ["1.000", "2.500", "1.000.000"])
def test_points_that_may_divide_thousands_are_refused(word):
    """With what to write for either reading; 2.5 and 0.001 are numbers."""
    with pytest.raises(typer.BadParameter, match=word.replace(".", "")):
        number(word)
    assert (number("2.5"), number("0.001"), number("1.25")) == (2.5, 0.001, 1.25)
