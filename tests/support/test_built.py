"""Instances built in memory are those that would be read from their folders."""

import pandas as pd
import pytest
from oracle.random_money import random_money, write_random_money

import optimizer as opt

from .built import built

PARTS = ("name", "base_year", "horizon_year", "settings", "limits", "locked", "culture", "phases")


@pytest.mark.parametrize("seed", [2, 5, 8])
def test_built_is_what_is_read(tmp_path, seed):
    """The same settings, limits and tables, stocks of none aside."""
    read = opt.load(write_random_money(tmp_path / "folder", seed, levers=True))
    made = built(*random_money(seed, levers=True))
    assert [getattr(made, part) for part in PARTS] == [getattr(read, part) for part in PARTS]
    assert set(made.tables) == set(read.tables)
    for name, table in read.tables.items():
        absent = [column for column in made.tables[name] if column not in table]
        assert not made.tables[name][absent].to_numpy().any()
        pd.testing.assert_frame_equal(
            made.tables[name].drop(columns=absent), table, check_index_type=False
        )
