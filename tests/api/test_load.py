"""Reading an instance, with what is laid over it."""

import pytest
from support.plans import tiny

import optimizer as opt
from optimizer.api.load import loaded


def test_an_instance_remembers_where_it_came_from():
    """Its source and what was laid over it, so that it can be loaded again."""
    instance = opt.load("tiny", settings={"budget": 60})
    assert instance.source == "tiny"
    assert instance.laid_over == ((), {"budget": 60})
    assert instance.settings.budget == 60
    assert "travel" in instance.tables


def test_one_scenario_needs_no_list(tmp_path):
    """A path alone is one scenario; single settings win over it."""
    file = tmp_path / "dear.toml"
    file.write_text("[settings]\nbudget = 70\ncommute_limit = 50\n", encoding="utf-8")
    instance = opt.load("tiny", scenarios=file, settings=["budget=80"])
    assert (instance.settings.budget, instance.settings.commute_limit) == (80, 50)


def test_nothing_laid_over_may_be_none():
    """As other functions take it: the same as leaving it out."""
    assert opt.load("tiny", scenarios=None, settings=None).settings == opt.load("tiny").settings


def test_what_is_loaded_is_not_loaded_again():
    """An instance stands for itself; contents takes either."""
    assert loaded(tiny()) is tiny()
    assert str(opt.contents(tiny())) == str(opt.contents("tiny"))
    with pytest.raises(opt.InputError, match="tinny"):
        opt.contents("tinny")
