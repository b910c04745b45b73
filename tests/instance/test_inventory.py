"""Facts of what is shown of an instance: true figures, and a source or that there is none."""

import json

import pandas as pd
import pytest

import optimizer as opt


@pytest.fixture(scope="module")
def tiny():
    return opt.contents("tiny")


def row(frame, **keys):
    for name, value in keys.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1
    return frame.iloc[0]


def test_figures_of_a_column(tiny):
    """Unit, filled cells, lowest, median and highest are those of the file."""
    leavers = opt.load("tiny").regions["leavers"]
    found = row(tiny.columns, table="regions", column="leavers")
    assert (found["unit"], found["rows"], found["filled"]) == ("persons", 12, 12)
    figures = (found["lowest"], found["median"], found["highest"])
    assert figures == (leavers.min(), leavers.median(), leavers.max())
    assert row(tiny.columns, table="regions", column="candidate")["words"] == "11 true"
    assert row(tiny.columns, table="options", column="sector")["words"] == "4 different"


def test_only_columns_that_are_there(copy):
    """An absent column isn't shown; blank cells are counted, with the default they take."""
    table = pd.read_csv(copy / "options.csv", dtype=str, keep_default_na=False)
    copy.write("options.csv", table.drop(columns="needs_zone").to_csv(index=False))
    held = opt.contents(copy.folder)
    options = held.columns[held.columns["table"] == "options"]
    assert "needs_zone" not in set(options["column"])
    capacity = row(options, column="culture_capacity")
    assert 0 < capacity["filled"] < capacity["rows"]
    assert (capacity["default"], capacity["lowest"]) == (0, 0)


def test_every_column_of_every_file_is_there(tiny):
    """Each header of each file stands once, and the boundaries."""
    instance = opt.load("tiny")
    expected = {(table, name) for table, names in instance.filled.items() for name in names}
    shown = list(zip(tiny.columns["table"], tiny.columns["column"], strict=True))
    assert set(shown) == expected | {("regions", "geometry")}
    assert len(shown) == len(set(shown))


def test_what_has_no_source_says_so(copy):
    """Without a row in sources a column is not stated; a blank cell of one neither."""
    text = (copy / "sources.csv").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("regions,youth,"))
    copy.write("sources.csv", text.replace(line + "\n", ""))
    held = opt.contents(copy.folder)
    assert row(held.columns, table="regions", column="youth")["licence"] == "not stated"
    assert row(held.columns, table="regions", column="leavers")["licence"] == "MIT"
    copy.write("sources.csv", text.replace(line, "regions,youth,Someone,2024,,,"))
    youth = row(opt.contents(copy.folder).columns, table="regions", column="youth")
    assert (youth["publisher"], youth["licence"]) == ("Someone", "not stated")


def test_settings_and_ranges(copy):
    """Value in use, low and high, and the source: that of the row, else that of the setting."""
    with (copy / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("settings,youth_share,Bureau,2023,free,derived,survey\n")
        file.write("settings,targeting,us,,,assumption,a guess\n")
    words = ["targeting=2", "scale.options.jobs=2", "ranges.options.multiplier[ai]=[0.5, 1.5]"]
    held = opt.contents(opt.load(copy.folder, settings=words))
    assert row(held.settings, key="targeting")["value"] == 2
    assert row(held.settings, key="targeting")["source"] == "assumption, a guess"
    assert row(held.settings, key="youth_share")["source"] == "survey, 2023"
    assert row(held.settings, key="commute_limit")["source"] == "assumption"
    share = row(held.settings, key="additional_share")
    assert (share["low"], share["high"], share["unit"]) == (0.25, 0.8, "share")
    multiplier = row(held.columns, table="options", column="multiplier")
    assert (multiplier["low_factor"], multiplier["high_factor"]) == (0.6, 1.4)
    assert row(held.ranges, name="options.multiplier")["high_factor"] == 1.4
    assert row(held.ranges, name="options.multiplier[ai]")["low_factor"] == 0.5
    assert "options.multiplier[ai]" in str(held)
    jobs = row(held.columns, table="options", column="jobs")
    assert jobs["highest"] == 2 * opt.load("tiny").options["jobs"].max()


def test_both_forms_hold_the_same(tiny):
    """JSON has neither NaN nor frames; the page names every column, each table whole."""
    content = json.loads(json.dumps(tiny.to_dict(), allow_nan=False))
    assert len(content["columns"]) == len(tiny.columns)
    assert {item["key"] for item in content["settings"]} == set(tiny.settings["key"])
    assert [item["name"] for item in content["ranges"]] == list(tiny.ranges["name"])
    page = str(tiny)
    assert all(f"| {name} " in page for name in tiny.columns["column"])
    block = []
    for line in page.splitlines():
        block = [*block, line.count("|")] if line.startswith("|") else []
        assert len(set(block)) <= 1, line


def test_travel_of_a_network_is_not_a_file(copy):
    """What is worked out from the network is no column of the folder."""
    (copy / "travel.csv").unlink()
    assert "travel" not in set(opt.contents(copy.folder).columns["table"])


def test_units_are_in_the_instances_currency(tmp_path):
    """The schema is written in bn KRW; a folder in euros is told in euros."""
    folder = opt.new_instance(tmp_path / "euros")
    file = folder / "instance.toml"
    text = file.read_text(encoding="utf-8").replace('currency = "bn KRW"', 'currency = "M EUR"')
    file.write_text(text, encoding="utf-8")
    told = opt.contents(folder)
    for table in (told.columns, told.settings):
        units = set(table["unit"])
        assert any("M EUR" in unit for unit in units)
        assert not any("KRW" in unit for unit in units)
