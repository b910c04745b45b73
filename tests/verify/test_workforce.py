"""Rule 4: graduates for what is built, within reach, and the seats bought."""

import pytest
from support.checks import broken


@pytest.mark.parametrize(("seats", "rules"), [(100, set()), (101, {"training seats"})])
def test_seats_for_graduates_who_would_not_come(good, country, with_cell, seats, rules):
    """Of 100 seats in Beta 50 graduates work in Alpha, all who are needed; one more is too many."""
    other = with_cell(country, "universities", ["U1"], "graduates", 0)
    other = with_cell(other, "universities", ["U1"], "max_seats", 200)
    more = (seats - 20) * 0.2
    good["seats"][0] |= {"seats": seats, "cost": seats * 0.2}
    good["cost"] += more
    good["purses"][0]["cost"] += more
    good["purses"][0]["own"] += more * 0.2
    good["purses"][0]["central"] += more * 0.8
    assert broken(good, other) == rules


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "rule"),
    [
        pytest.param("needs", ["chip"], "graduates", 41, "workforce", id="40 x 1.25 came"),
        pytest.param("needs", ["studio"], "graduates", 6, "workforce", id="hubs need them too"),
        pytest.param("universities", ["U1"], "graduates", 90, "supply of graduates", id="fewer"),
        pytest.param("universities", ["U2"], "hireable_share", 0.5, "supply of graduates", id="x"),
        pytest.param("universities", ["U1"], "max_seats", 9, "training seats", id="ten bought"),
        pytest.param("universities", ["U1"], "region_id", "C", None, id="40 minutes is in reach"),
        pytest.param("universities", ["U2"], "region_id", "C", "recruiting limit", id="70 is not"),
    ],
)
def test_other_facts(plan, instance, with_cell, table, key, column, value, rule):
    """One fact changed, and the plan breaks exactly the rule on it."""
    other = with_cell(instance, table, key, column, value)
    assert broken(plan, other) == ({rule} if rule else set())


def test_recruiting_limit(plan, instance):
    """U1 lies 20 minutes from Alpha: with a limit of 19 nobody can be hired from there."""
    plan["settings"]["recruit_limit"] = 19
    assert broken(plan, instance) == {"recruiting limit"}
