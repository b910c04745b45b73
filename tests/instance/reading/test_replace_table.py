"""A table from Python is checked as a file is, and makes another instance."""

import pandas as pd
import pytest

import optimizer as opt
from optimizer.instance import with_tables


@pytest.fixture(scope="module")
def tiny():
    """Tiny, as read."""
    return opt.load("tiny")


def test_the_same_table_is_the_same_instance(tiny):
    """Given back as it is, hash, notes and ranges stay."""
    again = tiny.with_table("regions", tiny.regions)
    assert again.data_hash == tiny.data_hash
    assert again.notes == tiny.notes
    assert again.ranges == tiny.ranges
    pd.testing.assert_frame_equal(again.regions, tiny.regions)


def test_another_table_is_another_instance(tiny):
    """A changed figure is in it, the first one stays as it was, and their hashes differ."""
    regions = tiny.regions
    regions["land_ha"] = 2 * regions["land_ha"]
    roomy = tiny.with_table("regions", regions)
    assert roomy.regions["land_ha"].sum() == 2 * tiny.regions["land_ha"].sum()
    assert roomy.data_hash != tiny.data_hash
    assert roomy.data_hash == tiny.with_table("regions", regions).data_hash


@pytest.mark.parametrize(
    ("table", "change", "words"),
    [
        ("regions", {"leavers": -1.0}, ["regions, row 3, leavers", "-1", "at least 0"]),
        ("regions", {"region_id": "x", "name": ""}, ["regions, row 3, name", "blank"]),
        ("needs", {"option_id": "nothing"}, ["needs, row 3, option_id", "'nothing'", "options"]),
        ("options", {"lead_years": 99}, ["options, row 3, lead_years", "too late"]),
    ],
)
def test_problems_name_table_and_row(tiny, table, change, words):
    """By the frame's own index, with column, value and remedy."""
    frame = tiny.table(table)
    for column, value in change.items():
        frame[column] = frame[column].astype(object)
        frame.loc[3, column] = value
    with pytest.raises(opt.InputError) as refused:
        tiny.with_table(table, frame)
    lines = [str(problem) for problem in refused.value.problems]
    assert any(all(word in line for word in words) for line in lines), lines


def test_rows_without_numbers_are_counted_as_a_spreadsheet_does(tiny):
    """An index of codes gives no row; the header is row 1."""
    frame = tiny.regions.set_index(tiny.regions["region_id"].rename("code"))
    frame.iloc[0, frame.columns.get_loc("leavers")] = -5
    with pytest.raises(opt.InputError, match=r"regions, row 2, leavers: '-5\.0'"):
        tiny.with_table("regions", frame)


def test_unknown_tables_and_what_is_no_table(tiny):
    """A name is answered with the nearest, a list with the type wanted."""
    with pytest.raises(opt.InputError, match="did you mean 'regions'"):
        tiny.with_table("region", tiny.regions)
    with pytest.raises(TypeError, match="frame is a list; expected a pandas DataFrame"):
        tiny.with_table("regions", [1])


def test_a_scaled_table_is_not_scaled_twice(tiny):
    """With a scenario's factor on it the table is refused; other tables are not."""
    dear = opt.load("tiny", settings=["scale.options.capital_cost=1.5"])
    assert dear.data_hash == tiny.data_hash
    with pytest.raises(opt.InputError, match=r"has scaled options\.capital_cost"):
        dear.with_table("options", dear.options)
    needs = dear.table("needs").assign(graduates=0.0)
    free = dear.with_table("needs", needs)
    assert free.options["capital_cost"].equals(dear.options["capital_cost"])
    assert free.files["options"] == dear.files["options"]
    assert free.data_hash == tiny.with_table("needs", needs).data_hash != tiny.data_hash


def test_the_network_is_travelled_anew(tmp_path, tiny):
    """Where travel follows from a network, a faster link makes shorter ways."""
    folder = tmp_path / "net"
    opt.new_instance(folder)
    (folder / "travel.csv").unlink()
    slow = opt.load(folder)
    edges = slow.table("edges")
    fast = slow.with_table("edges", edges.assign(minutes=edges["minutes"] / 2))
    assert len(fast.table("travel")) > len(slow.table("travel"))
    assert fast.data_hash != slow.data_hash


def test_a_scenario_on_top_scales_it(tiny):
    """What `with_tables` is given is as a file: the factors of a scenario apply."""
    dear = opt.load("tiny", settings=["scale.options.capital_cost=2"])
    changed = with_tables(dear, {"options": tiny.options.assign(capital_cost=10.0)})
    assert set(changed.options["capital_cost"]) == {20.0}
    assert isinstance(changed.options, pd.DataFrame)
