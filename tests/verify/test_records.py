"""How the lists of a plan are written, beside what a solved plan holds."""

from support.plans import tiny_plan

from optimizer.plan import to_record
from optimizer.verify.records import RECORDS

BY_NAME = {records.name: records for records in RECORDS}


def test_every_list_of_a_plan_is_described():
    """Each number of a plan's record is one that is asked for, or a part of its key."""
    content = to_record(tiny_plan())
    for name, records in BY_NAME.items():
        asked = records.asked(catchment=True)
        known = {*asked.ids, *asked.numbers, *asked.added, *asked.words, "gap_without"}
        for row in content[name]:
            more = {key for key in set(row) - known if "_name" not in key}
            assert more <= {"province"}, name


def test_what_came_with_catchment_may_be_missing_elsewhere():
    """Arrivals stand in every plan whose jobs are taken by where people live."""
    regions = BY_NAME["regions"]
    assert "arrived" in regions.asked(catchment=True).numbers
    assert "arrived" in regions.asked(catchment=False).added
    shares = BY_NAME["fair_share"]
    assert not shares.asked(catchment=True).later
    assert shares.asked(catchment=False).later
