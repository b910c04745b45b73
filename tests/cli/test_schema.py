"""`rooted schema`: the definitions, or what an instance holds of them."""


def test_schema_in_both_forms(rooted):
    """The definitions as Markdown and as JSON."""
    assert "leavers" in rooted("schema").out
    assert rooted("schema", "--format", "json").json


def test_schema_of_an_instance_in_both_forms(rooted):
    """What an instance holds, with its sources; an unknown one is bad input."""
    page = rooted("schema", "--instance", "tiny").out
    assert "invented for rooted" in page
    assert "not stated" not in page
    held = rooted("schema", "--instance", "tiny", "--format", "json").json
    leavers = next(row for row in held["columns"] if row["column"] == "leavers")
    assert (leavers["table"], leavers["unit"], leavers["licence"]) == ("regions", "persons", "MIT")
    assert next(row for row in held["settings"] if row["key"] == "youth_share")["low"] == 0.38
    answer = rooted("schema", "--instance", "tny")
    assert answer.code == 2
    assert "'tiny'" in answer.err
