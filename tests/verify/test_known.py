"""Provinces and names in a plan are those of the instance."""

import pytest
from support.plans import tiny, tiny_plan

from optimizer.plan import to_record
from optimizer.verify import verify


def test_a_region_in_another_province_is_named():
    """regions.province is compared; a plan of an earlier version has none."""
    record = to_record(tiny_plan())
    first = record["regions"][0]
    record["regions"][0] = {**first, "province": "Nowhere"}
    failures = verify(record, tiny()).failures
    assert [str(failure) for failure in failures] == [
        f"Instance of the plan, province of {tiny().region_names[first['region_id']]} "
        f"({first['region_id']}): needs {first['province']!r}, has 'Nowhere'."
    ]
    for row in record["regions"]:
        row.pop("province")
    assert verify(record, tiny()).ok


@pytest.mark.parametrize("column", ["name", "name_local"])
def test_another_name_is_a_failure(column):
    """In whichever table it stands; names of unknown regions are another failure's."""
    region = next(iter(tiny().region_names))
    names = [("build.csv", region, column, "Elsewhere"), ("build.csv", "nobody", column, "x")]
    (failure,) = verify(to_record(tiny_plan()), tiny(), names).failures
    assert failure.place == f"build.csv, {column} of {region}"
    assert failure.has == "'Elsewhere'"
