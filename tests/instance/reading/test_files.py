"""Facts of reading a table's file: Parquet and GeoPackage like CSV, damaged ones in one line."""

import numpy as np
import pandas as pd
import pytest
from shapely import Point

from optimizer.instance.problems import ProblemList
from optimizer.instance.reading.files import read_text
from optimizer.instance.schema.definitions import Table

ANY = Table("t", "Anything.", (), ())


def read(path):
    problems = ProblemList()
    return read_text(path, path.name, ANY, problems), [str(problem) for problem in problems]


def test_parquet_reads_like_csv(tmp_path):
    """Numbers stay numbers, text is trimmed, absent cells are blank, rows count from 2."""
    frame = pd.DataFrame({"id": [" a", None], "on": [True, False], "n": [1.5, np.nan]})
    frame.to_parquet(tmp_path / "t.parquet")
    cells, problems = read(tmp_path / "t.parquet")
    assert problems == []
    assert list(cells.index) == [2, 3]
    assert cells["id"].tolist() == ["a", ""]
    assert cells["on"].tolist() == ["True", "False"]
    assert cells["n"].iloc[0] == 1.5


def test_a_stored_index_is_a_column(tmp_path):
    """Pandas hides an index inside Parquet; its codes are a column like any other."""
    frame = pd.DataFrame({"n": [1.0]}, index=pd.Index(["a"], name="id"))
    frame.to_parquet(tmp_path / "t.parquet")
    assert set(read(tmp_path / "t.parquet")[0].columns) == {"id", "n"}


def test_categories_dates_and_lists_become_text(tmp_path):
    """Whatever Parquet can hold becomes text that the columns' checks can name."""
    frame = pd.DataFrame(
        {
            "c": pd.Categorical(["x"]),
            "d": pd.to_datetime(["2024-01-01"]),
            "l": [[1, 2]],
            "b": [b"\xff"],
        }
    )
    frame.to_parquet(tmp_path / "t.parquet")
    cells, problems = read(tmp_path / "t.parquet")
    assert problems == []
    assert cells["c"].tolist() == ["x"]


def test_geopackage_without_geometry_is_a_table(tmp_path):
    """The layer that bears the table's name is read, without its geometries."""
    import geopandas as gpd

    frame = gpd.GeoDataFrame({"id": ["a"], "n": [1.5]}, geometry=[Point(0, 0)], crs="EPSG:5179")
    frame.assign(id=["z"]).to_file(tmp_path / "t.gpkg", layer="other", driver="GPKG")
    frame.to_file(tmp_path / "t.gpkg", layer="t", driver="GPKG")
    cells, problems = read(tmp_path / "t.gpkg")
    assert problems == []
    assert cells.columns.tolist() == ["id", "n"]
    assert cells["id"].tolist() == ["a"]


@pytest.mark.parametrize("name", ["t.parquet", "t.gpkg"])
@pytest.mark.parametrize("raw", [b"", b"id,name\na,b\n", b"PAR1" + bytes(50) + b"PAR1"])
def test_damaged_binary_files_are_one_line(tmp_path, name, raw):
    """Whatever Arrow or GDAL raise is said in one line with a remedy."""
    (tmp_path / name).write_bytes(raw)
    cells, problems = read(tmp_path / name)
    assert cells is None
    assert len(problems) == 1
    assert "can't be read" in problems[0]
    assert "\n" not in problems[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,,n\na,x,1\n", ["row 2", "column 2 has no header", "'x'"]),
        ("id,n,n\na,1,2\n", ["row 1", "n: the header stands twice"]),
        ("id,n\na,1\nid,n\nb,2\n", ["row 3", "header stands here again"]),
    ],
)
def test_headers(tmp_path, text, words):
    """Values without a header, one header twice and a header row pasted in again are named."""
    (tmp_path / "t.csv").write_text(text)
    _, problems = read(tmp_path / "t.csv")
    assert len(problems) == 1
    assert all(word in problems[0] for word in words), problems


def test_blank_rows_and_columns_are_dropped(tmp_path):
    """Rows and nameless columns without any value are not there, and the others keep their row."""
    (tmp_path / "t.csv").write_text("id,,n\n , , \na,,1\n")
    cells, problems = read(tmp_path / "t.csv")
    assert problems == []
    assert cells.columns.tolist() == ["id", "n"]
    assert list(cells.index) == [3]


def test_a_guarded_cell_is_read_as_it_was(tmp_path):
    """The apostrophe that keeps a spreadsheet from running a cell is taken off; others stay."""
    (tmp_path / "t.csv").write_text("id,name\n'=a,'s Gravenhage\n'-b,''+x\n", encoding="utf-8")
    cells, problems = read(tmp_path / "t.csv")
    assert problems == []
    assert cells.to_numpy().tolist() == [["=a", "'s Gravenhage"], ["-b", "'+x"]]
