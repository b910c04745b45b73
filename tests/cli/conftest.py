"""What tests of the command line share."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from support.command import here
from support.plans import tiny_plan


@pytest.fixture
def rooted(monkeypatch, capfd):
    """Run a command and return its exit code and streams."""
    return lambda *words: here(monkeypatch, capfd, *words)


@pytest.fixture(scope="session")
def saved_once(tmp_path_factory):
    """Return the folder of a plan."""
    return replace(tiny_plan(), boundaries=None).save(tmp_path_factory.mktemp("once"))


@pytest.fixture
def saved(saved_once, tmp_path):
    """Return a folder with a plan, to corrupt."""
    return Path(shutil.copytree(saved_once, tmp_path / "plan"))
