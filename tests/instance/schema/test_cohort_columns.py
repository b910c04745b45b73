"""Tables of the projection."""

import pytest

from optimizer.instance.schema.cohort_columns import (
    AGE_GROUPS,
    BIRTH,
    FERTILITY,
    MIGRATION,
    POPULATION,
    SURVIVAL,
)

KEY = ("region_id", "province", "sex", "age_group", "year")


def test_age_groups_are_five_years_each():
    """From 0-4 to 85 and older, 18 of them."""
    assert len(AGE_GROUPS) == 18
    assert (AGE_GROUPS[0], AGE_GROUPS[4], AGE_GROUPS[-1]) == ("0-4", "20-24", "85+")


@pytest.mark.parametrize("table", [FERTILITY, MIGRATION, POPULATION, SURVIVAL])
def test_a_value_stands_by_place_sex_age_and_year(table):
    """Births have no sex; only survival knows the children born in the five years."""
    assert table.key == KEY
    assert table.column("sex").required == (table is not FERTILITY)
    assert (BIRTH in table.column("age_group").choices) == (table is SURVIVAL)
