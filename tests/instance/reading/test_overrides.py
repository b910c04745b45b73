"""Facts of scenarios and `--set`: what wins over what, and what is refused."""

import shutil

import pytest

from optimizer.instance import read_instance

from ..conftest import TINY


def test_later_words_win(copy):
    """--set wins over a later scenario, that over an earlier one, that over instance.toml."""
    one = copy.write("../one.toml", "[settings]\nbudget = 1\ncommute_limit = 11\nyouth_share = 1\n")
    two = copy.write("../two.toml", "[settings]\nbudget = 2\ncommute_limit = 22\n")
    instance = read_instance(copy.folder, scenarios=[one, two], settings=["budget=3"])
    values = instance.settings
    assert (values.budget, values.commute_limit, values.youth_share) == (3, 22, 1)
    assert values.realised_share == 0.5


def test_assignments_reach_every_section(copy):
    """Settings by their bare key; limits, locks, the curve and factors with their section."""
    words = [
        "settings.budget=1_000",
        "objective=worst_province",
        "limits.zones = 7",
        "limits.min_retained_share.Verrin=0.01",
        "limits.min_retained_share.Oremy=0.02",
        'locked.in=["kolvik:venue"]',
        "culture.curve=[[0,0],[1,0.1]]",
        "scale.options.operating_cost=2",
        "absorption_share=none",
    ]
    instance = read_instance(copy.folder, settings=words)
    assert instance.settings.budget == 1000
    assert instance.settings.objective == "worst_province"
    assert instance.settings.absorption_share == "none"
    assert instance.limits.zones == 7
    assert instance.limits.min_retained_share == {"Verrin": 0.01, "Oremy": 0.02}
    assert instance.locked.in_ == ("kolvik:venue",)
    assert instance.culture.curve == ((0, 0), (1, 0.1))
    assert instance.options["operating_cost"].iloc[0] == 2
    again = read_instance(copy.folder, settings={"budget": __import__("numpy").int64(5)})
    assert again.settings.budget == 5


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("budget", ["--set", "'budget'", "key=value"]),
        ("=5", ["--set", "key=value"]),
        ("budgt=5", ["--set", "settings.budgt", "'budget'"]),
        ("limit.zones=5", ["--set", "limit.zones", "unknown"]),
        ("budget=much", ["--set", "settings.budget", "'much'"]),
        ("budget=", ["--set", "settings.budget", "''"]),
        ("budget=5\nname=6", ["--set", "settings.budget"]),
        ("limits.max_options.semi=1", ["--set", "limits.max_options", "'semi'"]),
        ("locked.in=kolvik:venue", ["--set", "locked.in", "a list of text"]),
        ("culture_added_share=0.9", ["--set", "settings.culture_added_share", "above 1"]),
        ("scale.options.kind=2", ["--set", "scale.options.kind", "no column of numbers"]),
        ("scale=2", ["--set", "unknown"]),
        ("budget=" + "[" * 9000, ["--set", "settings.budget"]),
    ],
)
def test_wrong_assignment(bare, word, words):
    """A wrong assignment is named as one of the command line."""
    bare.assert_names(*words, settings=[word])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[settings]\nbudget = 'a'\n", ["line 2", "settings.budget", "'a'"]),
        ("name = 'x'\n", ["line 1", "name", "unknown"]),
        ("[setting]\nbudget = 1\n", ["setting", "'settings'"]),
        ("[scale]\noptions.capital_cost = '2'\n", ["line 2", "'2' is not a factor"]),
        ("[scale]\noptions.capital_cost = -1\n", ["-1 is not a factor"]),
        ("[scale]\noptions.capital_cost = true\n", ["true is not a factor"]),
        ("[scale]\noptions.capital_cost = nan\n", ["nan is not a factor"]),
        ("[scale]\noptions.capital = 2\n", ["options.capital", "'options.capital_cost'"]),
        ("[scale]\noptions = 2\n", ["scale.options", "no column of numbers"]),
        ("[scale]\nregions.name = 2\n", ["scale.regions.name", "no column of numbers"]),
        ("[scale]\nuniversities.hireable_share = 3\n", ["row 6", "becomes 1.5", "0 to 1"]),
        ("[scale]\noptions.lead_years = 1.25\n", ["becomes 2.5", "whole number"]),
        ("[scale]\noptions.lead_years = 4\n", ["options.csv (scaled by s.toml)", "24 years"]),
        ("[scale]\nregions.leavers = 3\n", ["regions.csv (scaled by s.toml)", "row 4", "21300"]),
        ("[scale]\nregions.stock_mill = 2\n", ["the instance has no regions.stock_mill"]),
        ("[locked]\nin = ['x:y']\n", ["locked.in", "'x:y'"]),
        ("budget = ", ["not valid TOML"]),
        ("[scale]\n옵션 = 1".encode("cp949"), ["CP949"]),
    ],
)
def test_wrong_scenario(bare, text, words):
    """A wrong word of a scenario is named with the scenario's file and line."""
    shutil.copyfile(TINY / "universities.csv", bare / "universities.csv")
    path = bare.write("../s.toml", text)
    bare.assert_names("s.toml", *words, scenarios=[path])


@pytest.mark.parametrize("path", ["nowhere.toml", ".", "\0", "x" * 5000])
def test_scenario_that_is_no_file(copy, path):
    """A scenario that isn't there is a problem, not a traceback."""
    assert len(copy.says(scenarios=[path])) == 1


def test_factors_multiply_and_keep_the_hash(copy):
    """Factors of several scenarios multiply; the hash is of the facts before any scenario."""
    text = "[scale]\noptions.operating_cost = 3\nregions.stock_factory = 2\n"
    one = copy.write("../one.toml", text)
    plain = read_instance(copy.folder)
    scaled = read_instance(copy.folder, scenarios=[one, one])
    assert scaled.options["operating_cost"].sum() == 9 * plain.options["operating_cost"].sum()
    assert scaled.regions["stock_factory"].sum() == 4 * plain.regions["stock_factory"].sum()
    assert scaled.data_hash == plain.data_hash
    assert scaled.scale == {"options.operating_cost": 9, "regions.stock_factory": 4}


def test_factor_on_travel_of_a_network(copy):
    """Where travel comes from a network a factor on travel would be lost, so it is refused."""
    (copy / "travel.csv").unlink()
    path = copy.write("../s.toml", "[scale]\ntravel.minutes = 2\n")
    copy.assert_names("s.toml", "travel.minutes", "scale edges.minutes", scenarios=[path])


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("stay_half_minutes=None", "small letters: --set stay_half_minutes=none"),
        ("objective=Retained", "small letters: --set objective=retained"),
        ("discount_rate=4.5%", "a share, not a percentage: --set discount_rate=0.045"),
        ("targeting=０.5", "plain digits: --set targeting=0.5"),
    ],
)
def test_what_was_nearly_right_is_written_out(bare, word, remedy):
    """Capital letters, percentages and full-width digits."""
    bare.assert_names(remedy, settings=[word])
