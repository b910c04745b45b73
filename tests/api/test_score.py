"""Scoring a hand-made plan."""

import pytest
from support.plans import plain_tiny, tiny_plan

import optimizer as opt

TABLE = {"region": ["Ferrowe"], "option": ["factory_reuse"]}


def test_a_file_is_a_table(tmp_path):
    """The same from a file and from a mapping; all is written."""
    path = tmp_path / "build.csv"
    path.write_text("region,option\nFerrowe,factory_reuse\n", encoding="utf-8")
    found = opt.score(path, plain_tiny(), budget=50)
    assert found.objective == opt.score(TABLE, plain_tiny(), budget=50).objective > 0
    names = {each.name for each in found.save(tmp_path / "out").iterdir()}
    assert names == {"score.json", "score.txt", "score_broken.csv", "score_swaps.csv"}


def test_a_bound_of_another_budget_is_refused():
    """It proves nothing here."""
    with pytest.raises(opt.InputError, match="budget"):
        opt.score(TABLE, "tiny", budget=50, best=tiny_plan())
