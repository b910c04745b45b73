"""Tables of the projection: residents, births, survival and migration by sex, age and place."""

from __future__ import annotations

from optimizer.instance.schema.definitions import Column, Table
from optimizer.instance.schema.definitions import id_column as _id
from optimizer.instance.schema.definitions import required_column as _required
from optimizer.instance.schema.definitions import whole_column as _whole

AGE_GROUPS = (*(f"{age}-{age + 4}" for age in range(0, 85, 5)), "85+")
"""Five-year age groups; the last is open."""
BIRTH = "birth"
"""In `survival`: the children born within the five years, of whom this share lives at their end."""


def _cohort(
    name: str, meaning: str, value: Column, ages: tuple[str, ...] = AGE_GROUPS, sex: bool = True
) -> Table:
    """Define a table of the projection: a value by place, sex, age group and year."""
    age = "Five-year age group at the start, such as 20-24"
    if BIRTH in ages:
        age += f', or "{BIRTH}" for children born in the five years'
    columns = (
        _id("region_id", "Region; either this or the province.", "regions.region_id", False),
        _id("province", "Province, where the rows are by province.", "regions.province", False),
        Column("sex", "text", "Sex.", choices=("female", "male"), required=sex),
        Column(
            "age_group",
            "id",
            f'{age}, or "{BIRTH}" for children born in the five years.'
            if BIRTH in ages
            else f"{age}.",
            required=True,
            choices=ages,
        ),
        _whole("year", "Year, where the value varies.", "year", low=1900, high=2200),
        value,
    )
    return Table(name, meaning, ("region_id", "province", "sex", "age_group", "year"), columns)


POPULATION = _cohort(
    "population",
    "Residents by sex and age group in the base year.",
    _required("value", "Residents.", "persons"),
)
FERTILITY = _cohort(
    "fertility",
    "Births a year for each woman, by age group.",
    _required("value", "Births a year for each woman of the group.", "births/year", high=1.0),
    sex=False,
)
SURVIVAL = _cohort(
    "survival",
    "Share alive five years later, by sex and age group.",
    _required("value", "Share of the group that is alive five years later.", "share", high=1.0),
    ages=(BIRTH, *AGE_GROUPS),
)
MIGRATION = _cohort(
    "migration",
    "Net migration a year for each resident, by sex and age group.",
    _required(
        "value", "Arrivals less departures for each resident.", "share/year", low=-1.0, high=1.0
    ),
)
