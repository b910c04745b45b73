"""Facts of the table of sources: every row names what exists."""

import pytest

from optimizer.instance import read_instance

HEADER = "table,column,publisher,year,licence,status,derivation\n"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("region,leavers,x,,,,", ["row 2, table", "'region'", "'regions'"]),
        ("regions,leaver,x,,,,", ["row 2, column", "'leaver'", "'leavers'"]),
        ("regions,stock_factry,x,,,,", ["'stock_factry'", "'stock_factory'"]),
        ("settings,targetting,x,,,,", ["'targetting' is no key of settings", "'targeting'"]),
        ("options,geometry,x,,,,", ["'geometry' is no column of options"]),
        ("regions,leavers,,,,,", ["row 2, publisher", "blank"]),
        ("regions,leavers,x,,,guess,", ["status", "'guess'", "source, derived, assumption"]),
        ("regions,youth,x,,,,\nregions,youth,y,,,,", ["row 3", "stands already in row 2"]),
    ],
)
def test_wrong_row(copy, row, words):
    """A row on something unknown, blank or repeated is named, with the nearest known word."""
    copy.write("sources.csv", f"{HEADER}{row}\n")
    lines = copy.assert_names("sources.csv", *words)
    assert len(lines) == 1


def test_rows_that_fit(copy):
    """Columns, members of families, boundaries, settings and limits; and tables not there."""
    names = ["regions,leavers", "regions,stock_factory", "regions,geometry", "edges,minutes"]
    names += ["settings,targeting", "limits,zones", "locked,in", "culture,curve"]
    rows = "".join(f"{name},someone,2019–2024,free,derived,summed\n" for name in names)
    copy.write("sources.csv", HEADER + rows)
    (copy / "network" / "edges.csv").unlink()
    (copy / "network" / "nodes.csv").unlink()
    instance = read_instance(copy.folder)
    assert instance.table("sources")["year"].tolist() == ["2019–2024"] * len(names)
    assert not any("sources" in note for note in instance.notes)
