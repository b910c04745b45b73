"""Comparing plans, in memory and in folders."""

import json

import pytest
from support.pairs import pair
from support.plans import tiny

import optimizer as opt


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Return the folders of two plans, without figures."""
    place = tmp_path_factory.mktemp("plans")
    saving = pytest.MonkeyPatch()
    with saving.context() as patch:
        patch.setattr("optimizer.report.plan.save.figure_writers", lambda plan: {})
        return [plan.save(place / name) for plan, name in zip(pair(), "ab", strict=True)]


def test_folders_say_what_plans_say(folders):
    """Read from folders, the comparison is that of the plans, under the folders' names."""
    first, second = pair()
    read, here = opt.compare(*folders), opt.compare(first, second)
    assert read.names == ("a", "b")
    assert read.difference == pytest.approx(here.difference, abs=1e-9)
    assert read.enters["region"].tolist() == here.enters["region"].tolist()
    assert read.by_province["difference"].tolist() == pytest.approx(
        here.by_province["difference"].tolist(), abs=1e-9
    )
    assert opt.compare(folders[0], folders[0] / "plan.json").names == ("a (A)", "a (B)")


def test_it_is_saved_with_a_map(folders, tmp_path):
    """The boundaries in the plans' own folders do for a map; an instance's do, too."""
    opt.compare(*folders).save(tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"compare.json", "compare.txt", "compare_map.png", "compare_parts.csv"} <= names
    content = json.loads((tmp_path / "out" / "compare.json").read_text(encoding="utf-8"))
    assert content["difference"] == pytest.approx(5)
    (folders[0] / "plan.gpkg").rename(tmp_path / "gone.gpkg")
    found = opt.compare(folders[0], folders[0], instance=tiny())
    (tmp_path / "gone.gpkg").rename(folders[0] / "plan.gpkg")
    assert found.plans[0].boundaries == tiny().boundaries


def test_what_can_not_be_drawn_or_read_is_refused(folders, tmp_path):
    """A map without boundaries, an ending that is no picture's, three instances, no plan."""
    first, second = pair()
    bare = [opt.Plan.of(plan) for plan in (first, second)]
    found = opt.compare(*bare)
    with pytest.raises(opt.InputError, match=r"expected \.png or \.svg"):
        found.draw(tmp_path / "map.xyz")
    with pytest.raises(opt.InputError, match="3 instances for two plans"):
        opt.compare(*folders, instance=["tiny"] * 3)
    with pytest.raises(opt.InputError, match="this is an instance, not a plan"):
        opt.compare("tiny", folders[0])
