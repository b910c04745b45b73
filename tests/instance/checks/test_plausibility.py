"""Warnings on figures that fit their columns but hardly the world; each names what it compared."""

import pandas as pd
import pytest
from support.plans import tiny

from optimizer.instance.checks.plausibility import implausible, implausible_travel

FILES = {name: f"{name}.csv" for name in tiny().tables}


def tables(**changed):
    """Return tiny's tables, some of them changed."""
    return {**tiny().tables, **changed}


def ways(minutes):
    """Return a travel table between three regions."""
    pairs = [("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")]
    return pd.DataFrame(
        [(*pair, value) for pair, value in zip(pairs, minutes, strict=True)],
        columns=["from_region", "to_region", "minutes"],
    )


def test_the_shipped_instance_has_no_warning():
    """What is well is not warned of."""
    assert implausible(tables(), FILES) == []


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ((1200, 1260, 1500, 1500), "1.26e+03 minutes; are these seconds"),
        ((0.3, 0.3, 0.5, 0.5), "0.3 minutes; are these hours"),
        ((0, 30, 30, 30), "1 of 4 pairs of different regions are 0 minutes apart"),
    ],
)
def test_minutes_in_another_unit(minutes, said):
    """The median way to the nearest region is given, or the number of ways without length."""
    (warning,) = implausible_travel(ways(minutes))
    assert said in warning.replace("1,260", "1.26e+03")
    assert implausible_travel(ways((12, 15, 20, 25))) == []


@pytest.mark.parametrize("factor", [0.001, 10.0])
def test_persons_in_another_unit(factor):
    """Both sums are given."""
    regions = tiny().regions.assign(youth=tiny().regions["youth"] * factor)
    (warning,) = implausible(tables(regions=regions), FILES)
    assert f"{regions['youth'].sum():,.0f}" in warning
    assert "population of 20 to 39" in warning


def test_a_total_among_the_regions():
    """The nation as a last row is named with its row and a figure."""
    regions = tiny().regions
    total = regions.iloc[[0]].assign(region_id="all", name="Nation")
    for column in ("youth", "leavers", "land_ha", "local_jobs"):
        total[column] = regions[column].sum()
    total.index = [len(regions) + 2]
    warnings = implausible(tables(regions=pd.concat([regions, total])), FILES)
    assert any("Nation is the sum of all others" in warning for warning in warnings)
    assert any(f"row {len(regions) + 2}" in warning for warning in warnings)


def test_provinces_without_a_row_or_spelled_twice():
    """Both spellings, and the province that would pay nothing, are named."""
    provinces = tiny().table("provinces").iloc[1:]
    first = tiny().table("provinces")["province"].iloc[0]
    (warning,) = implausible(tables(provinces=provinces), FILES)
    assert first in warning
    regions = tiny().regions.copy()
    place = regions.index[regions["province"] == first][0]
    regions.loc[place, "province"] = f"{first.upper()} "
    warnings = implausible(tables(regions=regions), FILES)
    assert any("spelled nearly alike" in warning for warning in warnings)


@pytest.mark.parametrize("name", ["Total", "합계", "계", "Other"])
def test_a_total_of_which_half_is_blank(name):
    """Whatever it is called, and with two figures alone."""
    regions = tiny().regions
    total = regions.iloc[[0]].assign(
        region_id="all", name=name, land_ha=0.0, local_jobs=float("nan")
    )
    for column in ("youth", "leavers"):
        total[column] = regions[column].sum()
    warnings = implausible(tables(regions=pd.concat([regions, total])), FILES)
    assert any(f"{name} is the sum of all others" in warning for warning in warnings)


def test_a_total_of_one_province():
    """A row for the province beside its regions is told as that."""
    regions = tiny().regions
    province = regions["province"].mode()[0]
    own = regions[regions["province"] == province]
    total = own.iloc[[0]].assign(region_id="sub", name="Subtotal")
    for column in ("youth", "leavers", "land_ha", "local_jobs"):
        total[column] = own[column].sum()
    warnings = implausible(tables(regions=pd.concat([regions, total])), FILES)
    assert any("Subtotal is the sum of the others of its province" in line for line in warnings)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("강원도", "강원특별자치도", True),
        ("전북", "전북특별자치도", True),
        ("Gangwon", "Gangwon-do", True),
        ("GANGWON DO", "Gangwon-do", True),
        ("충청북도", "충청남도", False),
        ("Chungbuk", "Chungnam", False),
        ("경상북도", "경상남도", False),
        ("Seoul", "Sejong", False),
    ],
)
def test_provinces_in_two_spellings(one, other, alike):
    """A province and its longer name are one; neighbours of a like name are two."""
    regions = tiny().regions
    names = regions["province"].unique()
    renamed = regions["province"].replace({names[0]: one, names[1]: other})
    warnings = implausible({"regions": regions.assign(province=renamed)}, FILES)
    assert any(one in line and other in line for line in warnings) == alike


def test_population_ten_times_youth():
    """The residents of 20 to 39 in persons and youth beside them, or either in thousands."""
    population = tiny().table("population")
    more = population.assign(value=population["value"] * 10)
    (warning,) = implausible(tables(population=more), FILES)
    assert "youth is" in warning
    assert "population of 20 to 39 is" in warning


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("경상남도", "경남"),
        ("전라북도", "전북특별자치도"),
        ("Halden", "Haldn"),
        ("Hålden", "Halden"),
    ],
)
def test_one_province_in_two_spellings(one, other):
    """Short forms, renamed provinces, a letter left out, an accent."""
    regions = tiny().tables["regions"].copy()
    regions["province"] = [one, *[other] * (len(regions) - 1)]
    said = implausible({"regions": regions}, FILES)
    assert any(f"{one} and {other} are spelled nearly alike" in text for text in said)


@pytest.mark.parametrize(
    ("one", "other"),
    [("경상남도", "경상북도"), ("전남", "전북"), ("North Bank", "South Bank"), ("부산", "울산")],
)
def test_neighbours_of_like_names_are_two(one, other):
    """North and south are no misspelling."""
    regions = tiny().tables["regions"].copy()
    regions["province"] = [one, *[other] * (len(regions) - 1)]
    assert not any("nearly alike" in text for text in implausible({"regions": regions}, FILES))


@pytest.mark.parametrize("word", ["합계", "소계", "Total", "평균"])
def test_a_row_called_as_a_total_is_named(word):
    """Whatever its figures are."""
    regions = tiny().tables["regions"].copy()
    regions.loc[regions.index[-1], "name"] = word
    assert any(
        f"{word} is hardly a place" in text for text in implausible({"regions": regions}, FILES)
    )


def test_a_region_in_other_units_than_the_rest_is_named():
    """The way back is in minutes, the way there in hours."""
    said = implausible_travel(ways((0.5, 30, 30, 30)))
    assert "2 of 4 ways take over 5 times as long" in said[-1]
    assert "a to b 0.5 minutes, back 30" in said[-1]
