"""Provinces spelled two ways are named with their rows; provinces of nearly one name are not."""

import pandas as pd
import pytest
from support.plans import tiny

import optimizer as opt
from optimizer.instance.checks.province_names import province_meant, provinces_alike

JEONBUK = (
    "Jeonbuk",
    "Jeollabuk-do",
    "Jeonbuk State",
    "JEOLLABUK-DO",
    "전북",
    "전라북도",
    "전북특별자치도",
    "Jeollabukdo",
    "North Jeolla",
    "Cholla-bukto",
)
"""One province."""
GANGWON = (
    "Gangwon",
    "Gangwon-do",
    "Gangwon State",
    "Kangwon-do",
    "강원도",
    "강원특별자치도",
    "강원",
    "Gangwon Special Self-Governing Province",
)


def told(*provinces):
    """Return the warnings on regions of these provinces, in this order from row 2 on."""
    rows = range(2, 2 + len(provinces))
    return list(provinces_alike(pd.DataFrame({"province": provinces}, index=rows), "regions.csv"))


@pytest.mark.parametrize(("names", "short"), [(JEONBUK, "전북"), (GANGWON, "강원")])
def test_koreas_provinces_are_known_by_any_name(names, short):
    """Short and long, in both scripts, before and after their change of name."""
    assert {province_meant(name) for name in names} == {short}
    assert len(told(names[0], names[1])) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harju", "Harju county"),
        ("Torino", "Provincia di Torino"),
        ("North-Rhine", "north rhine"),
        ("Kivu Nord", "Nord-Kivu"),
        ("Québec", "Quebec"),
        ("La Rioja", "Rioja"),
        ("경상남도", "경남"),
        ("Halden", "Halden "),
    ],
)
def test_one_name_in_two_spellings(one, other):
    """Signs, accents, case, order and words such as “province”; both are named with their rows."""
    (warning,) = told(one, other, one)
    assert f"{one} and {other}" in warning and "write one name" in warning
    assert "(2 regions, the first in row 2; 1 region, row 3)" in warning


@pytest.mark.parametrize("misprint", ["Gyeongnm", "Gyeongnaam", "Gyeongmam", "Gyeognnam"])
def test_a_misprint_in_a_few_rows(misprint):
    """A letter missing, doubled, changed or two exchanged, beside many rows that are right."""
    assert len(told("Gyeongnam", "Gyeongnam", "Gyeongnam", misprint)) == 1


def test_provinces_of_nearly_one_name_are_left_alone():
    """Numbers, compass words, and pairs that are each common."""
    shanxi = ["Shanxi"] * 4 + ["Shaanxi"] * 4 + ["Hunan"] * 4 + ["Henan"] * 4
    assert told(*shanxi) == []
    assert told("Province 1", "Province 10", "P1", "P11", "Province 2") == []
    assert told("Jeonbuk", "Jeonnam", "Chungbuk", "Chungnam", "Gyeongbuk", "Gyeonggi") == []
    assert told("North Holland", "South Holland", "Bas-Rhin", "Haut-Rhin") == []


def test_the_shipped_countries_have_none():
    """No warning on what is well."""
    korea = pd.read_csv("instances/korea/regions.csv", usecols=["province"])
    assert [list(provinces_alike(each, "")) for each in (tiny().regions, korea)] == [[], []]


def test_they_are_told_beside_what_fails_for_them(tmp_path):
    """Tables by province have no row for the other spelling: that is the cause, and it is named."""
    folder = tiny().save(tmp_path / "inst")
    path = folder / "regions.csv"
    text = path.read_text(encoding="utf-8-sig")
    row = next(line for line in text.splitlines() if ",Halden," in line)
    path.write_text(text.replace(row, row.replace(",Halden,", ",Halden county,")), encoding="utf-8")
    with pytest.raises(opt.InputError, match="Halden county and Halden are spelled nearly alike"):
        opt.load(folder)
