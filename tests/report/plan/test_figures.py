"""The figures: they are there, say what the plan says, and come out the same every time."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib import image
from support.figures import blank_figures
from support.plans import tiny, tiny_plan

import optimizer as opt
from optimizer.report.fonts import place_name
from optimizer.report.numbers import persons
from optimizer.uncertainty.monte_carlo import uncertainty

PROJECTED = {"youth_path", "pyramid", "extinction_risk"}


def sure():
    """How sure tiny's plan is, from a few draws."""
    return uncertainty(tiny_plan(), tiny(), draws=5)


@pytest.mark.slow
def test_all_are_pictures(tmp_path):
    """Six PNGs with more than a few colours, and nothing else in the folder."""
    drawn = tiny_plan().draw(tmp_path / "out", uncertainty=sure())
    assert {path.stem for path in drawn} == PROJECTED | {"map", "flows", "tornado"}
    assert sorted((tmp_path / "out").iterdir()) == sorted(drawn)
    for path in drawn:
        picture = image.imread(path)
        assert min(picture.shape[:2]) > 400
        assert len(np.unique((picture[::3, ::3, :3] * 255).astype(int).reshape(-1, 3), axis=0)) > 9


def test_svg_holds_the_plans_numbers_as_text(tmp_path):
    """What a reader looks for can be found: who stays, where, by when, under which assumption."""
    plan, found = tiny_plan(), sure()
    texts = {
        path.stem: path.read_text(encoding="utf-8")
        for path in plan.draw(tmp_path, format="svg", uncertainty=found)
    }
    path = plan.projection.nation
    last = path[path["year"] == 2040].set_index("variant")
    assert f"by 2040 {persons(plan.retained)} stay" in texts["youth_path"]
    most = plan.regions.sort_values("retained").iloc[-1]["region_id"]
    assert plan.names[most] in texts["youth_path"]
    assert ">85+<" in texts["pyramid"]
    assert f">{last['high_risk']['plan']}<" in texts["extinction_risk"]
    assert "no region is lifted" in texts["extinction_risk"]
    assert found.tornado["name"].iloc[0] in texts["tornado"]
    low, high = found.range()
    assert f"{low:,.0f} to {high:,.0f}" in texts["tornado"]
    assert f"{persons(plan.retained)} young people stay" in texts["map"]
    assert "young people who stay, persons" in texts["map"]
    assert "%" not in texts["map"].split("<!--")[0]
    dearest = plan.build.groupby("region_id")["cost"].sum().idxmax()
    assert place_name(plan, dearest) in texts["map"]


@pytest.mark.slow
@pytest.mark.parametrize("ending", [pytest.param("png", marks=pytest.mark.slow), "svg"])
def test_the_same_plan_gives_the_same_bytes(tmp_path, ending):
    """No date, no random name: a figure under version control changes with its plan only."""
    found = sure()
    first = tiny_plan().draw(tmp_path / "1", ending, found)
    again = tiny_plan().draw(tmp_path / "2", ending, found)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]


@pytest.mark.slow
def test_what_cannot_be_drawn_is_left_out(tmp_path):
    """Without boundaries no map; without a projection map and flows; without tables no flows."""
    plan = tiny_plan()
    there = replace(plan, boundaries=None).draw(tmp_path / "1")
    assert {path.stem for path in there} == PROJECTED | {"flows"}
    there = replace(plan, projection=None).draw(tmp_path / "2")
    assert [path.stem for path in there] == ["map", "flows"]
    bare = replace(plan, projection=None, boundaries=None, source=None)
    assert bare.draw(tmp_path / "3") == []


@pytest.mark.slow
def test_figures_come_in_several_formats(tmp_path, monkeypatch):
    """Each figure in each; PDF too."""
    only = replace(tiny_plan(), projection=None, source=None)
    drawn = {path.name for path in only.figures(tmp_path, formats=["svg", "pdf"])}
    assert drawn == {"map.svg", "map.pdf"}
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")


def test_a_plan_that_keeps_nobody_is_drawn_too(tmp_path):
    """Nothing gains: all regions are shown, and no change anywhere."""
    plan = tiny_plan(0.0)
    drawn = {path.stem: path.read_text(encoding="utf-8") for path in plan.draw(tmp_path, "svg")}
    assert "Young people in all regions" in drawn["youth_path"]
    assert "Residents of all regions" in drawn["pyramid"]


@pytest.mark.slow
def test_figures_join_what_a_folder_holds(tmp_path, monkeypatch):
    """A plan's files survive, and the next plan takes figures of the last away."""
    blank_figures(monkeypatch)
    tiny_plan().save(tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    drawn = {path.name for path in tiny_plan().draw(tmp_path, "svg", sure())}
    assert {path.name for path in tmp_path.iterdir()} == before | drawn
    tiny_plan().save(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_plan_that_knows_its_range_is_saved_with_the_tornado(tmp_path, monkeypatch):
    """Once worked out, the range is drawn without being asked for."""
    blank_figures(monkeypatch)
    replace(tiny_plan(), spread=sure()).save(tmp_path)
    assert (tmp_path / "tornado.png").is_file()


def test_another_format_is_refused(tmp_path):
    """The message says which there are."""
    with pytest.raises(opt.InputError, match=r"'eps' does not fit; expected png, svg, pdf"):
        tiny_plan().draw(tmp_path, format="eps")


def test_an_instance_is_not_drawn_into(tmp_path):
    """As for saving, a folder that holds an instance is refused."""
    (tmp_path / "instance.toml").write_text("", encoding="utf-8")
    with pytest.raises(opt.InputError, match="holds an instance"):
        tiny_plan().draw(tmp_path)
