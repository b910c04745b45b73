"""The two oracles agree with each other, and the random instances really use every feature."""

from collections import Counter
from dataclasses import fields
from functools import partial

import pytest

from .exhaustive import solve_exhaustive
from .features import forms, forms_of_text, removable_features, without
from .plain_mip import solve_plain_mip
from .plain_reading import DEFAULTS, read, read_contents
from .random_instances import random_instance
from .random_money import random_money, write_random_money

SEEDS = 150
CHUNK = 25
LOOKED_AT = 50  # instances with a feature in which it is taken away, at most
MATTERS = 4  # where the answer changes so often, no more are looked at
ALWAYS_PRESENT = 4  # each feature is in so many instances at least
OBJECTIVES = ["retained", "worst_province", "equally_distributed", "net_benefit"]
LEVERS = partial(random_instance, levers=True)
MIXED = partial(random_money, levers=True)
SETTINGS = {("settings", name) for name in DEFAULTS if name != "stay_half_minutes"}
LIMITS = {
    ("culture", "curve"),
    ("limits", "max_clusters_per_region"),
    ("limits", "max_clusters_per_province"),
    ("limits", "max_options"),
    ("limits", "min_retained_share"),
    ("limits", "min_fair_share"),
    ("limits", "max_fair_share"),
    ("limits", "min_cost_share_hubs"),
    ("limits", "max_cost_share_hubs"),
    ("locked", "in"),
    ("locked", "out"),
}


@pytest.fixture(scope="module")
def instances():
    """instance.toml, tables, Reading and exhaustive answer by seed."""
    made = {}
    for seed in range(SEEDS):
        toml, tables = random_instance(seed)
        reading = read_contents(toml, tables)
        made[seed] = toml, tables, reading, solve_exhaustive(reading)
    return made


def near(a, b, relative=1e-6):
    """Whether two values are the same but for rounding."""
    return abs(a - b) <= relative * max(1.0, abs(a), abs(b))


def same(one, other):
    """Whether two answers are the same but for rounding."""
    if one.status != other.status:
        return False
    if one.status == "infeasible":
        return True
    if (one.total is None) != (other.total is None):
        return False  # of two objectives
    if one.total is not None:
        return near(1e3 * one.objective, 1e3 * other.objective) and near(one.total, other.total)
    return near(one.objective, other.objective)


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_the_plain_programme_finds_what_the_search_finds(instances, first):
    """Branch and bound on the rules as written and trying every decision give the same value."""
    for seed in range(first, first + CHUNK):
        _, _, reading, searched = instances[seed]
        solved = solve_plain_mip(reading)
        assert same(searched, solved), f"seed {seed}: search {searched}, programme {solved}"


def assert_same(draw, seeds, objective):
    """Solve each instance in both ways, and name those whose values differ."""
    for seed in seeds:
        reading = read_contents(*draw(seed, "tiny", objective))
        searched, solved = solve_exhaustive(reading), solve_plain_mip(reading)
        assert same(searched, solved), f"seed {seed}: search {searched}, programme {solved}"


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("draw", [LEVERS, MIXED])
def test_they_agree_where_levers_are_mixed(draw, objective):
    """With measures, interactions, purses, phases and balance, too."""
    assert_same(draw, range(6), objective)


@pytest.mark.slow
@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("draw", [random_instance, LEVERS, random_money, MIXED])
def test_they_agree_on_many_more(draw, objective):
    """The same on 1,200 instances."""
    assert_same(draw, range(200, 300), objective)


def test_most_instances_have_a_plan_and_some_have_none(instances):
    """Between 5 and 30 percent of the random instances are infeasible; most others build."""
    answers = [answer for *_, answer in instances.values()]
    infeasible = sum(answer.status == "infeasible" for answer in answers)
    built = Counter(sum(answer.build.values()) for answer in answers if answer.build is not None)
    assert 0.05 * SEEDS <= infeasible <= 0.3 * SEEDS
    assert built[0] <= 0.33 * (SEEDS - infeasible)
    assert sum(n for count, n in built.items() if 1 <= count <= 4) >= 0.5 * (SEEDS - infeasible)


def test_every_form_of_a_feature_occurs(instances):
    """Each form of a table, option or setting is in at least a few of the instances."""
    seen = Counter(
        word for _, tables, reading, _ in instances.values() for word in forms(tables, reading)
    )
    expected = """objective retained, objective worst_province, objective net_benefit
        objective equally_distributed
        weights column, weights extinction_risk, leaver_share area, leaver_share one
        stay as a number, stay none, stay table, absorption none, budget absent
        limit by province, infinite youth, scales of one sector, two sectors
        hub with capacity, hub without capacity, hub with jobs, hub with land, hub with needs
        cluster with needs, more than one of a hub, more than two of a hub
        region without leavers, i,i listed, i,i listed with a blank, pair without minutes
        pair not listed, pair with stay 0, directed, needs without universities
        job_takers catchment, job_takers best, arrivals, access, graduates by distance
        province without candidates, nobody if nobody moved"""
    words = [word for line in expected.splitlines() for word in line.strip().split(", ")]
    rare = {word: seen[word] for word in words if seen[word] < 2}
    assert not rare, f"{rare} of {dict(seen)}"


def test_a_folder_says_what_its_rows_say(tmp_path):
    """Blank cells, absent columns, byte order marks and spaces about ids change no constant."""
    seen = Counter()
    for seed in range(20):
        folder = write_random_money(tmp_path / str(seed), seed, levers=True)
        seen.update(forms_of_text(folder))
        written, drawn = read(folder), read_contents(*random_money(seed, levers=True))
        for part in fields(written):
            one, other = getattr(written, part.name), getattr(drawn, part.name)
            if part.name == "stock":
                one, other = ({k: n for k, n in stock.items() if n} for stock in (one, other))
            if part.name != "levers":
                assert one == other, (seed, part.name)
    assert min(seen[word] for word in ("blank cells", "byte order mark", "id with spaces")) > 1


@pytest.mark.slow
def test_every_feature_changes_the_answer_at_times(instances):
    """Without a feature, a tenth of the answers that build anything change."""
    having = {}
    for seed, (toml, tables, _, _) in instances.items():
        for feature in removable_features(toml, tables):
            having.setdefault(feature, []).append(seed)
    assert set(having) >= SETTINGS | LIMITS
    idle, rare = {}, {}
    for feature, seeds in sorted(having.items()):
        if len(seeds) < ALWAYS_PRESENT:
            rare[feature] = len(seeds)
        changed, looked_at = 0, 0
        for seed in seeds[:LOOKED_AT]:
            toml, tables, _, answer = instances[seed]
            other = solve_exhaustive(read_contents(*without(toml, tables, feature)))
            looked_at += bool(answer.build or other.build)
            changed += not same(answer, other)
            if changed >= MATTERS:
                break
        if changed < min(MATTERS, 0.1 * looked_at):
            idle[feature] = f"{changed} of {looked_at}"
    assert not rare and not idle, f"rare: {rare}; without effect: {idle}"
