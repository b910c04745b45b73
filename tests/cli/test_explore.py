"""`rooted explore`: what it hands on, and what it refuses."""

import optimizer as opt
from optimizer.explore import serve


def test_options_reach_the_server(rooted, monkeypatch, tmp_path):
    """The first plan is solved by the options; the rest is handed on."""
    given = {}
    monkeypatch.setattr(opt, "explore", lambda problem, **more: given.update(more))
    words = ("--budget", "60", "--gap", "0.2", "--no-browser", "--host-name", "a.example")
    answer = rooted("explore", "tiny", *words, "--root-path", "/team", "--out", tmp_path / "x")
    assert answer.code == 0
    assert given["plan"].budget == 60
    assert (given["browser"], given["root_path"]) == (False, "/team")
    assert list(given["host_names"]) == ["a.example"]


def test_bad_input_is_exit_2(rooted, monkeypatch):
    """An unknown instance; missing packages, with the command that installs them."""
    assert rooted("explore", "nowhere").code == 2
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    answer = rooted("explore", "tiny")
    assert answer.code == 2
    assert "pip install" in answer.err
