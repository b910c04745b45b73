"""Facts of what one table or setting requires of another."""

import pytest

from optimizer.instance import InputError, read_instance
from optimizer.instance.checks.consistency import (
    MOST_OPTIMISTIC,
    check_local_jobs,
    split_lock,
)
from optimizer.network import with_travel


def blank(copy, column, file="regions.csv", row=None):
    """Clear a column, or one cell of it."""
    lines = [line.split(",") for line in (copy / file).read_text().splitlines()]
    place = lines[0].index(column)
    for number, cells in enumerate(lines, start=1):
        if number > 1 and row in (None, number):
            cells[place] = ""
    copy.write(file, "\n".join(",".join(cells) for cells in lines) + "\n")


@pytest.mark.parametrize(
    ("column", "words", "because"),
    [
        ("youth_zero_migration", [], 'settings.job_takers is "catchment"'),
        ("youth_zero_migration", ["leaver_share=one"], 'job_takers is "catchment"'),
        ("youth_zero_migration", ["job_takers=best"], 'settings.leaver_share is "area"'),
        ("extinction_risk", ["weights=extinction_risk"], 'settings.weights is "extinction_risk"'),
        ("youth", [], "a hub has culture_capacity"),
    ],
)
def test_columns_that_a_setting_needs(copy, column, words, because):
    """A column that the settings need must be filled: one line if all of it is blank."""
    blank(copy, column, row=5)
    copy.assert_names("regions.csv", "row 5", column, "blank", because, settings=words)
    blank(copy, column)
    lines = copy.assert_names("regions.csv", column, "no row has a value", because, settings=words)
    assert len(lines) == 1


def test_columns_that_no_setting_needs(bare):
    """Without the settings that use them, these columns may be blank."""
    for column in ("youth_zero_migration", "extinction_risk", "local_jobs"):
        blank(bare, column)
    assert bare.says(settings=["leaver_share=one", "job_takers=best"]) == []


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ("access_elasticity=0.05", "settings.access_elasticity is above 0"),
        ("limits.min_fair_share=0.5", "a fair share goes by the young residents"),
        ("limits.max_fair_share=2", "a fair share goes by the young residents"),
    ],
)
def test_youth_is_needed_where_a_rule_goes_by_it(bare, words, because):
    """Without hubs that serve anybody nothing else needs `youth`; without the rule neither."""
    lines = (bare / "options.csv").read_text().splitlines()
    bare.write("options.csv", "\n".join(line for line in lines if ",hub," not in line) + "\n")
    blank(bare, "youth", row=4)
    assert bare.says() == []
    bare.assert_names("regions.csv", "row 4", "youth", "blank", because, settings=[words])


def test_arrivals_need_somewhere_to_come_from(bare):
    """Each province of tiny has a candidate; under "best" nobody is counted, with a note."""
    words = ["arrival_share=0.1"]
    bare.assert_names("regions.csv", "candidate", "arrival_share is 0.1", "nowhere", settings=words)
    assert bare.says(settings=[*words, "job_takers=best"]) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("ai_pilot,cluster,ai", "ai_pilot,cluster,", ["row 2", "sector", "cluster needs a sector"]),
        ("hub,,venue", "hub,,", ["row 13", "hub_type", "hub needs a hub_type"]),
        ("200,1,2,,1", "200,1,16,,1", ["row 2", "lead_years", "16 years", "16 years away"]),
        ("200,1,2,,1", "200,1,2,99,1", ["row 2", "culture_capacity", "99", "only hubs"]),
        ("200,1,2,,1", "200,1,2.5,,1", ["row 2", "lead_years", "'2.5'", "whole number"]),
        ("200,1,2,,1,,false", "200,1,2,,-1,,false", ["max_per_region", "'-1'"]),
        ("30,1,5,200", "30,1,5,-200", ["row 2", "jobs", "'-200'"]),
    ],
)
def test_options(bare, old, new, words):
    """An option that could never work is named."""
    bare.edit("options.csv", old, new)
    bare.assert_names("options.csv", *words)


def test_travel_needs_what_the_settings_read(copy):
    """Minutes, or `stay` where the settings say so; a network can't give `stay`."""
    words = ["stay_half_minutes=table"]
    copy.assert_names("travel.csv", "stay", "no row has a value", "'table'", settings=words)
    copy.edit("travel.csv", "aurelle,kolvik,55", "aurelle,kolvik,")
    copy.assert_names("travel.csv", "row 2", "minutes", "blank")
    (copy / "travel.csv").unlink()
    copy.assert_names("edges.csv", "no column `stay`", settings=words)


def test_pairs_may_have_stay_alone(bare):
    """Where the settings say "table" minutes may be absent."""
    bare.write("travel.csv", "from_region,to_region,stay\naurelle,kolvik,0.5\n")
    assert bare.says(settings=["stay_half_minutes=table"]) == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["kolvik,Oremy,20-24,1"], ["row 2", "'kolvik' lies in 'Halden', not in 'Oremy'"]),
        ([",,20-24,1"], ["row 2", "neither region_id nor province"]),
    ],
)
def test_places_of_cohorts(bare, rows, words):
    """A row of the projection belongs to a region or to a province."""
    bare.write("fertility.csv", "\n".join(["region_id,province,age_group,value", *rows]))
    bare.assert_names("fertility.csv", *words)


@pytest.mark.parametrize(
    ("lock", "pair"),
    [
        ("a:b", ("a", "b")),
        (" a : b ", ("a", "b")),
        ("r:1:b", ("r:1", "b")),
        ("a:b:c", ("a", "b:c")),
        ("a", None),
        ("a:x", None),
        ("", None),
        (":", None),
    ],
)
def test_split_lock(lock, pair):
    """Codes may themselves hold colons."""
    assert split_lock(lock, {"a", "r:1"}, {"b", "b:c"}) == pair


def test_local_jobs_where_culture_alone_keeps(copy):
    """local_jobs must be there where hubs in reach could keep leavers for culture alone."""
    blank(copy, "local_jobs", row=4)
    instance = with_travel(read_instance(copy.folder))
    with pytest.raises(InputError, match=r"regions.csv, row 4, local_jobs"):
        check_local_jobs(instance)
    check_local_jobs(with_travel(read_instance(copy.folder, settings=["culture_only_share=0"])))


def test_notes(bare):
    """What no plan can depend on is noted, not hidden."""
    bare.edit("options.csv", "factory,false", "mill,false")
    text = (bare / "regions.csv").read_text().replace(",true,", ",false,")
    bare.write("regions.csv", text)
    notes = " ".join(read_instance(bare.folder).notes)
    for words in ("bio_national", "no column stock_mill", "no region is a candidate"):
        assert words in notes


def test_settings_that_nobody_chose_are_told(copy):
    """The most optimistic defaults, with general ranges, in one line; those set are left out."""
    text = (copy.folder / "instance.toml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(MOST_OPTIMISTIC)]
    copy.write("instance.toml", "\n".join(kept))
    (note,) = [n for n in read_instance(copy.folder).notes if "most optimistic" in n]
    for words in ("realised_share 1 (0.32–0.8)", "youth_share 1 (", "job_motive_share 1 ("):
        assert words in note
    chosen = [f"{name}=1" for name in MOST_OPTIMISTIC[1:]]
    (note,) = [n for n in read_instance(copy.folder, settings=chosen).notes if "optimistic" in n]
    assert note.endswith("realised_share 1 (0.32–0.8).")
    chosen.append("realised_share=1")
    assert not any("optimistic" in n for n in read_instance(copy.folder, settings=chosen).notes)
