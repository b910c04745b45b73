"""Facts of what a column is."""

import pytest

from optimizer.instance.schema.definitions import Column, Table


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (Column("n", "number", "N."), "a number"),
        (Column("n", "number", "N.", low=0.0), "a number of at least 0"),
        (Column("n", "integer", "N.", low=1, high=9), "a whole number from 1 to 9"),
        (Column("n", "flag", "N."), "true or false"),
        (Column("n", "id", "N."), "text"),
        (Column("n", "text", "N.", choices=("a", "b")), "one of a, b"),
    ],
)
def test_expected(column, expected):
    """What a cell must hold is said in words."""
    assert column.expected() == expected


def test_families():
    """A family stands for every column that begins so and goes on."""
    family = Column("stock_*", "number", "Stock.")
    table = Table("t", "T.", ("id",), (Column("id", "id", "Id."),), families=(family,))
    assert table.column("stock_mill") is family
    assert table.column("stock_") is None
    assert table.column("stocks") is None
    assert table.column("id").name == "id"
