"""No damaged file makes a traceback, a crash, a hang or a loss of memory in any reader."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]


def tried(folder, count):
    """Return the last line of a process that reads so many damaged files of each kind."""
    there = os.pathsep.join([str(TESTS.parent), str(TESTS)])
    done = subprocess.run(
        [sys.executable, "-m", "support.mutations", str(folder), str(count)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": there},
    )
    last = done.stdout.splitlines()[-1:]
    assert done.returncode == 0, (done.returncode, last, done.stderr[-2000:])
    return last[0]


def test_some_damaged_files(tmp_path):
    """Twenty of each kind: CSV, Parquet, workbook, GeoPackage, TOML."""
    assert tried(tmp_path, 20).startswith("most memory")


@pytest.mark.slow
def test_ten_thousand_damaged_files(tmp_path):
    """1,700 of each of six files; memory stays below 2 GB."""
    last = tried(tmp_path, 1_700)
    assert int(last.split()[2]) < 2_000
