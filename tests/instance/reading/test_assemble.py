"""What tables and words must agree on before they make an instance."""

import pytest

from optimizer.instance import InputError, Limits, Locked, Settings
from optimizer.instance.reading.assemble import Head, Reading, Sections, assemble
from optimizer.instance.schema.limits import Culture
from optimizer.instance.schema.phases import Phase


def test_problems_found_before_and_after_come_together():
    """What was wrong with a file, and with the phases, is said at once; no table is made up."""
    reading = Reading()
    reading.problems.add("regions.csv", "the file is missing.")
    phases = (Phase(2050, 1.0),)
    sections = Sections(Settings(), Culture(), Limits(), Locked(), phases)
    with pytest.raises(InputError) as refused:
        assemble(reading, Head("x", 2024, 2040, "m EUR"), sections)
    lines = [str(problem) for problem in refused.value.problems]
    assert lines[0].startswith("regions.csv")
    assert any("2050 is not a year" in line for line in lines)
