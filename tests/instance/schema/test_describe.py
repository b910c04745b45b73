"""Facts of the printed schema: it holds every definition, so it can't drift."""

import json

from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.describe import schema_json, schema_markdown
from optimizer.instance.schema.settings import SECTIONS


def test_every_definition_is_there():
    """Each column and each setting that validates is described."""
    schema = json.loads(json.dumps(schema_json()))
    for name, table in TABLES.items():
        described = schema["tables"][name]["columns"]
        assert list(described) == [c.name for c in (*table.columns, *table.families)]
    for section, model in SECTIONS.items():
        keys = [field.alias or name for name, field in model.model_fields.items()]
        assert list(schema[section]) == keys


def test_what_is_said_of_one():
    """A column and a setting with everything that is known of them."""
    schema = schema_json()
    assert schema["tables"]["regions"]["columns"]["leavers"] == {
        "type": "number",
        "unit": "persons",
        "low": 0.0,
        "high": None,
        "choices": [],
        "expected": "a number of at least 0",
        "default": None,
        "required": True,
        "refers": "",
        "meaning": "Young residents lost by the horizon year if migration goes on as recorded.",
    }
    rate = schema["settings"]["discount_rate"]
    assert (rate["default"], rate["low"], rate["high"]) == (0.045, 0.03, 0.055)
    assert rate["unit"] == "1/year"
    assert schema["tables"]["nodes"]["file"] == "network/nodes.csv"


def test_markdown_holds_the_same():
    """The page names every table, column and key, and its tables are whole."""
    page = schema_markdown()
    for name, table in TABLES.items():
        assert f"\n## {name}" in page
        assert all(f"\n| {column.name}" in page for column in table.columns)
    for section in SECTIONS:
        assert f"\n## [{section}]" in page
    widths = [line.count("|") for line in page.splitlines() if line.startswith("|")]
    assert set(widths) == {6, 9}
