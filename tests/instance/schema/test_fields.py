"""How a setting is declared."""

import pytest
from pydantic import ValidationError

from optimizer.instance.schema.fields import Count, Section, Share, about


class Example(Section):
    """Two settings."""

    share: Share = about("A share.", unit="share", low=0.1, high=0.9, source="a test", default=0.5)
    count: Count = about("A count.", default=1)


def test_a_field_carries_what_schema_prints():
    """Meaning, unit, range and source."""
    field = Example.model_fields["share"]
    assert field.description == "A share."
    extra = {"unit": "share", "low": 0.1, "high": 0.9, "source": "a test"}
    assert field.json_schema_extra == extra
    assert Example.model_fields["count"].json_schema_extra["source"] == "the planner"


@pytest.mark.parametrize(
    "values", [{"share": "0.5"}, {"share": 1.1}, {"share": True}, {"count": 1.0}, {"other": 1}]
)
def test_types_are_strict(values):
    """Text is no number, true is not 1, and no other key is taken."""
    with pytest.raises(ValidationError):
        Example(**values)


def test_nothing_changes_afterwards():
    """A section is frozen."""
    with pytest.raises(ValidationError):
        Example().share = 0.6
