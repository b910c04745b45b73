"""A plan as plain Python."""

import json

from support.plans import tiny_plan

from optimizer.plan.record import IN_JSON, TABLES, from_record, to_record


def test_a_record_is_plain_json():
    """No NumPy numbers, no NaN: it survives JSON unchanged."""
    record = to_record(tiny_plan())
    assert json.loads(json.dumps(record, allow_nan=False)) == record


def test_flows_stand_beside_plan_json():
    """plan.json has four of the six tables."""
    record = to_record(tiny_plan(), complete=False)
    assert set(IN_JSON) <= set(record)
    assert not set(TABLES) - set(IN_JSON) & set(record)


def test_a_record_becomes_the_plan_again():
    """from_record undoes to_record."""
    assert to_record(from_record(to_record(tiny_plan()))) == to_record(tiny_plan())


def test_names_stand_beside_codes():
    """In both languages, and a plan without them (of an earlier version) is shown by codes."""
    record = to_record(tiny_plan())
    row = next(row for row in record["build"] if row["option_id"] == "factory_reuse")
    assert row["option_name"] == "Reused factory"
    assert row["option_name_local"] == "폐공장 재생 문화공간"
    assert from_record(record).labels.options.of("factory_reuse") == "Reused factory"
    for row in record["build"]:
        del row["option_name"], row["option_name_local"]
    assert from_record(record).labels.options.of("factory_reuse") == "factory_reuse"
