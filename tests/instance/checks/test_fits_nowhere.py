"""Options that fit in no region are named with need and the most there is."""

import pytest
from support.plans import tiny

from optimizer.instance.checks.fits_nowhere import fit_nowhere, within_reach


def test_the_shipped_instance_has_none():
    """Whatever it offers fits somewhere."""
    assert list(fit_nowhere(tiny())) == []


@pytest.mark.parametrize(
    ("table", "column", "said"),
    [("options", "land_ha", "ha"), ("needs", "graduates", "graduates of")],
)
def test_a_thousand_times_as_much_fits_nowhere(table, column, said):
    """Every option that needs any is named, in its unit."""
    frame = tiny().table(table)
    instance = tiny().with_table(table, frame.assign(**{column: frame[column] * 1000}))
    found = list(fit_nowhere(instance))
    assert found and all("fits nowhere" in text and said in text for text in found)


def test_graduates_within_reach_are_those_of_all_universities_near():
    """Never less than those of the region itself, never more than all."""
    instance = tiny()
    universities = instance.table("universities")
    most = within_reach(instance, set(instance.regions["region_id"])).max()
    supply = universities["graduates"] + universities["max_seats"]
    everywhere = supply.groupby(universities["field"]).sum()
    assert (most <= everywhere).all() and (most > 0).all()
