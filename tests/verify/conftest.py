"""The two small countries worked out by hand, their good plans, and how to change a table."""

import copy
from dataclasses import replace

import pytest
from support import catchment, rich

from optimizer.instance import read_instance


@pytest.fixture(scope="session")
def instance(tmp_path_factory):
    """Read the country of `support.rich`, as a planner's would be."""
    return read_instance(rich.write_rich(tmp_path_factory.mktemp("rich")))


@pytest.fixture(scope="session")
def _plan_once(instance):
    return rich.good_plan(instance)


@pytest.fixture
def plan(_plan_once):
    """Return its good plan, to be spoilt freely."""
    return copy.deepcopy(_plan_once)


@pytest.fixture(scope="session")
def country(tmp_path_factory):
    """Read the country of `support.catchment`."""
    return read_instance(catchment.write_catchment(tmp_path_factory.mktemp("catchment")))


@pytest.fixture
def good(country):
    """Return its good plan, to be spoilt freely."""
    return catchment.good_plan(country)


@pytest.fixture
def with_cell():
    """Return a function that gives an instance with one cell changed, under its old hash."""

    def change(instance, table, key, column, value):
        frame = instance.tables[table].copy()
        keys = frame.columns[: len(key)]
        here = (frame[keys] == list(key)).all(axis=1)
        assert here.sum() == 1
        frame.loc[here, column] = value
        return replace(instance, tables=instance.facts.with_derived({table: frame}))

    return change


@pytest.fixture
def with_rows():
    """Return a function that gives an instance with rows added, under its old hash."""

    def add(instance, table, *rows):
        frame = instance.tables[table].copy()
        for row in rows:
            blank = dict.fromkeys(frame.columns, float("nan"))
            frame.loc[len(frame) + 2] = blank | row
        return replace(instance, tables=instance.facts.with_derived({table: frame}))

    return add
