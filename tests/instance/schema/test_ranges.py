"""Facts of ranges: what holds where nothing is said, what wins, and what is refused."""

import pytest

from optimizer.instance import read_instance
from optimizer.instance.schema.ranges import behavioural
from optimizer.instance.schema.settings import Settings
from optimizer.instance.schema.targets import parse_target, rows_of

NOT_BEHAVIOUR = {
    "inequality_aversion",
    "budget",
    "further_job_value_added",
    "further_job_local_tax",
    "households_per_stayer",
    "households_per_arrival",
}
"""Numbers that the planner decides, or that only the headline takes."""


def test_every_behavioural_setting_has_a_range_and_a_source():
    """Low and high are allowed values in order, and a source or the word assumption stands by."""
    numbers = {
        name for name, field in Settings.model_fields.items() if "number" in _expected(name)
    } - NOT_BEHAVIOUR
    assert set(behavioural()) == numbers
    for name, (low, high, unit) in behavioural().items():
        assert low < high, name
        assert unit, name
        for end in (low, high):
            assert getattr(Settings.model_validate({name: end}), name) == end
        source = Settings.model_fields[name].json_schema_extra["source"]
        assert source not in ("", "the planner"), name


def _expected(name):
    from optimizer.instance.schema.settings import expected

    return expected("settings", name)


def test_general_ranges_hold_where_nothing_is_said(bare):
    """The settings' own low and high, around the value in use; a word has no range."""
    bare.edit("instance.toml", "targeting = 1.0", "targeting = 4.0")
    bare.edit("instance.toml", "stay_half_minutes = 20 ", 'stay_half_minutes = "none" ')
    ranges = read_instance(bare.folder).ranges
    youth = ranges["youth_share"]
    assert (youth.low, youth.central, youth.high, youth.unit) == (0.38, 0.6, 0.7, "share")
    assert not youth.stated
    assert (ranges["targeting"].low, ranges["targeting"].high) == (1.0, 4.0)
    assert set(behavioural()) - set(ranges) == {"stay_half_minutes", "graduate_half_minutes"}


def test_stated_ranges(bare):
    """[ranges] takes the place of the general range; columns have factors about 1."""
    ranges = read_instance(bare.folder).ranges
    share, column = ranges["additional_share"], ranges["options.multiplier"]
    assert (share.low, share.central, share.high, share.stated) == (0.25, 0.5, 0.8, True)
    assert (column.low, column.central, column.high, column.unit) == (0.6, 1.0, 1.4, "factor")


def test_later_ranges_win(copy):
    """--set wins over a scenario, that over instance.toml; quotes and tables are the same."""
    text = "[ranges]\nadditional_share = [0.1, 0.9]\noptions.multiplier = [0.5, 2]\n"
    one = copy.write("../one.toml", text)
    assert read_instance(copy.folder, scenarios=[one]).ranges["options.multiplier"].high == 2
    words = ["ranges.additional_share=[0.3, 0.6]", "ranges.options.jobs=[0.9, 1.1]"]
    ranges = read_instance(copy.folder, scenarios=[one], settings=words).ranges
    assert (ranges["additional_share"].low, ranges["additional_share"].high) == (0.3, 0.6)
    assert (ranges["options.multiplier"].low, ranges["options.jobs"].low) == (0.5, 0.9)


def test_ranges_of_a_sector(copy):
    """In brackets a sector or hub_type: beside the column's own range, in every place of words."""
    copy.edit("instance.toml", "[ranges]", '[ranges]\n"options.multiplier[ai]" = [0.5, 1.5]')
    one = copy.write("../one.toml", "[ranges]\noptions.'jobs[startup]' = [0.9, 1.1]\n")
    words = ["ranges.measures.uplift[ai]=[0, 2]", "ranges.interactions.uplift[ai]=[0, 2]"]
    ranges = read_instance(copy.folder, scenarios=[one], settings=words).ranges
    ends = {name: (r.low, r.central, r.high) for name, r in ranges.items() if "." in name}
    assert ends == {
        "options.multiplier": (0.6, 1.0, 1.4),
        "options.multiplier[ai]": (0.5, 1.0, 1.5),
        "options.jobs[startup]": (0.9, 1.0, 1.1),
        "measures.uplift[ai]": (0.0, 1.0, 2.0),
        "interactions.uplift[ai]": (0.0, 1.0, 2.0),
    }
    assert ranges["options.multiplier[ai]"].stated


def test_a_word_that_is_both_means_the_sector(copy):
    """Where clusters and hubs share a word, its factor is on the clusters' rows."""
    raw = (copy / "options.csv").read_bytes().replace(b",startup,", b",biotech,")
    copy.write("options.csv", raw)
    tables = read_instance(copy.folder).tables
    options = tables["options"].set_index("option_id")
    rows = rows_of(parse_target("options.jobs[biotech]"), tables)
    assert list(options.index[rows.to_numpy()]) == ["bio_pilot", "bio_hub", "bio_national"]
    rows = rows_of(parse_target("options.jobs[venue]"), tables)
    assert list(options.index[rows.to_numpy()]) == ["venue"]


def test_two_ranges_of_one_cell_fit_together(copy):
    """Factors multiply, so that a sector's and the column's ends together must be allowed."""
    one = copy.write("../one.toml", '[ranges]\n"measures.saving" = [1, 4]\n')
    alone = {"ranges.measures.saving[biotech]": [1, 3]}
    assert not copy.says(settings=alone)
    copy.assert_names("measures.csv", "times 12", "becomes 1.2", scenarios=[one], settings=alone)


def test_brackets_without_quotes(copy):
    """TOML wants quotes about a key with brackets, and the message says so."""
    copy.edit("instance.toml", "[ranges]", "[ranges]\noptions.multiplier[ai] = [0.5, 1.5]")
    copy.assert_names("not valid TOML", 'in quotes: "options.multiplier[ai]" = [0.5, 1.5]')


def test_value_laid_over_later_widens_the_range(copy):
    """A scenario may ask what lies beyond the range; a word drops it."""
    one = copy.write("../one.toml", "[settings]\nadditional_share = 0.9\n")
    ranges = read_instance(copy.folder, scenarios=[one]).ranges
    found = ranges["additional_share"]
    assert (found.low, found.central, found.high) == (0.25, 0.9, 0.9)
    copy.edit("instance.toml", "[ranges]", "[ranges]\nabsorption_share = [0.1, 0.3]")
    none = read_instance(copy.folder, settings=["absorption_share=none"]).ranges
    assert "absorption_share" not in none


def test_ranges_decide_nothing(copy):
    """They leave hash, settings and notes as they are."""
    plain = read_instance(copy.folder)
    other = read_instance(copy.folder, settings={"ranges.targeting": [0.5, 3]})
    assert other.data_hash == plain.data_hash
    assert (other.settings, other.notes) == (plain.settings, plain.notes)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("additional_shar = [0.2, 0.8]", ["additional_shar", "'additional_share'"]),
        ("budget = [1, 2]", ["ranges.budget", "no behavioural setting"]),
        ("additional_share = 0.5", ["0.5 is not a range", "[low, high]"]),
        ("additional_share = [0.5]", ["is not a range", "two numbers"]),
        ("additional_share = [0.2, '0.8']", ["is not a range"]),
        ("additional_share = [true, 1]", ["is not a range"]),
        ("additional_share = [0.2, nan]", ["is not a range"]),
        ("additional_share = [0.8, 0.2]", ["above the high end"]),
        ("additional_share = [0.2, 1.5]", ["1.5 does not fit", "from 0 to 1"]),
        ("additional_share = [0.6, 0.8]", ["does not hold the value in use, 0.5", "widen"]),
        ("job_only_share = [0.3, 0.7]", ["at 0.7", "above 1"]),
        ("options.multiplyer = [0.5, 2]", ["options.multiplyer", "'options.multiplier'"]),
        ("options.kind = [0.5, 2]", ["options.kind", "no column of numbers"]),
        ("options.multiplier = [1.1, 2]", ["does not hold 1", "20%"]),
        ("options.lead_years = [0.8, 1]", ["options.csv", "whole number"]),
        ("universities.hireable_share = [1, 30]", ["universities.csv", "from 0 to 1"]),
        ("regions.stock_mill = [0.5, 2]", ["has no regions.stock_mill"]),
        ("'options.multiplier[a]' = [0.5, 2]", ["sector or hub_type 'a'", "'ai'"]),
        ("'options.multiplier[]' = [0.5, 2]", ["no column of numbers", "'options.multiplier'"]),
        ("'options.multiplier[ai]' = [1.5, 2]", ["does not hold 1"]),
        ("'options.kind[ai]' = [0.5, 2]", ["no column of numbers"]),
        ("'measures.uplift[startup]' = [0.5, 2]", ["no row of measures", "sector 'startup'"]),
        ("'regions.leavers[ai]' = [0.5, 2]", ["belong to no sector", "'regions.leavers'"]),
    ],
)
def test_wrong_range(copy, line, words):
    """A wrong range is named with its line and a remedy."""
    text = (copy / "instance.toml").read_text(encoding="utf-8").split("[ranges]")[0]
    copy.write("instance.toml", f"{text}[ranges]\n{line}\n")
    lines = copy.assert_names("instance.toml, line", "ranges.", *words)
    assert len(lines) == 1
    assert "Remedy" in lines[0]


def test_range_of_a_table_that_is_not_there(bare):
    """A column of an absent table has no range."""
    bare.edit("instance.toml", '"options.multiplier"', '"universities.graduates"')
    bare.assert_names("universities.graduates", "the instance has no")


def test_range_written_later_must_hold_the_value(copy):
    """A scenario's range that misses the value in use is a mistake, as is a word's."""
    one = copy.write("../one.toml", "[ranges]\nyouth_share = [0.1, 0.2]\n")
    copy.assert_names("one.toml, line 2", "0.6", scenarios=[one])
    copy.edit("instance.toml", "absorption_share = 0.2", 'absorption_share = "none"')
    two = copy.write("../two.toml", "[ranges]\nabsorption_share = [0.1, 0.2]\n")
    copy.assert_names("two.toml", "'none'", "no range", scenarios=[two])
