"""Facts of the tables that others rely on: names, keys, required columns and defaults."""

import pytest

from optimizer.instance.schema.cohort_columns import AGE_GROUPS
from optimizer.instance.schema.columns import TABLES

CONTRACT = {
    "regions": "region_id* name* name_local province* candidate=True youth youth_zero_migration "
    "leavers* land_ha* land_price=0 operating_cost_index=1 construction_cost_index=1 "
    "culture_level=0 local_jobs weight=1 extinction_risk destination vacant_dwellings "
    "lon lat decline_area=False "
    "watch_area=False fiscal_independence",
    "options": "option_id* kind* sector hub_type scale capital_cost* operating_cost=0 land_ha=0 "
    "jobs=0 multiplier=0 lead_years=0 culture_capacity=0 max_per_region=1 uses_stock "
    "needs_zone=False value_added local_tax name name_local",
    "strength": "region_id* sector* strength*",
    "suitability": "region_id* option_id* allowed* reason",
    "needs": "option_id* field* graduates*",
    "universities": "university_id* field* name region_id* graduates* hireable_share=1 "
    "max_seats=0 seat_cost=0",
    "travel": "from_region* to_region* minutes stay",
    "nodes": "node_id* lon* lat* region_id",
    "edges": "from_node* to_node* mode* minutes* km directed=False",
    "measures": "measure_id* kind* sector tier_group cost* uplift=0 saving=0 retention=0 "
    "max_total max_per_province name name_local",
    "interactions": "sector* near_sector* limit_minutes* uplift*",
    "provinces": "province* match_share=0 own_budget",
    "population": "region_id province sex* age_group* year value*",
    "fertility": "region_id province sex age_group* year value*",
    "survival": "region_id province sex* age_group* year value*",
    "migration": "region_id province sex* age_group* year value*",
    "sources": "table* column* publisher* year licence status derivation derivation_local",
    "other_codes": "code* region_id* system",
}
"""Columns of the contract: * is required, = gives the default."""


@pytest.mark.parametrize("name", CONTRACT)
def test_columns(name):
    """Every column is there, required where it must be, with the default that was promised."""
    words = []
    for column in TABLES[name].columns:
        default = "" if column.default is None else f"={column.default:g}"
        if isinstance(column.default, bool):
            default = f"={column.default}"
        words.append(f"{column.name}{'*' if column.required else default}")
    assert words == CONTRACT[name].split()


def test_every_table_is_in_the_contract():
    """No table is defined that others don't know of."""
    assert set(TABLES) == set(CONTRACT)


def test_definitions_hang_together():
    """Keys and references name defined columns; every number has a unit, every column a meaning."""
    for table in TABLES.values():
        assert all(table.column(key) for key in table.key)
        for column in (*table.columns, *table.families):
            assert column.meaning.endswith("."), column
            assert column.unit or column.kind not in ("number", "integer"), column
            if column.refers:
                for place in column.refers.split(" or "):
                    target, key = place.split(".")
                    assert TABLES[target].column(key), column


def test_age_groups_are_those_of_the_projection():
    """The tables' age groups are the projection's."""
    from optimizer.projection import AGE_GROUPS as PROJECTED

    assert AGE_GROUPS == PROJECTED
