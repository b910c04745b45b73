"""Files that unfold to more than memory holds are refused by their size, before they are read."""

import zipfile

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from optimizer.instance.problems import ProblemList
from optimizer.instance.reading.files import read_text
from optimizer.instance.reading.size import MOST_PAIRS, MOST_ROWS, check_shape, most_rows
from optimizer.instance.schema.columns import TABLES


def says(path, table="needs"):
    """Return the only problem of a file."""
    problems = ProblemList()
    assert read_text(path, path.name, TABLES[table], problems) is None
    (line,) = (str(problem) for problem in problems)
    return line


def test_a_parquet_file_of_a_few_kilobytes(tmp_path):
    """Sixty million equal rows take no room on the disk; the metadata tells."""
    part = pa.table({"graduates": pa.array(np.zeros(1_000_000, dtype=np.int8))})
    with pyarrow.parquet.ParquetWriter(tmp_path / "needs.parquet", part.schema) as file:
        for _ in range(6):
            file.write_table(part)
    assert (tmp_path / "needs.parquet").stat().st_size < 100_000
    line = says(tmp_path / "needs.parquet")
    assert "unfolds to 6,000,000 rows; at most 5,000,000 of needs" in line


def test_a_workbook_that_unfolds(tmp_path):
    """Told from the archive's directory."""
    with zipfile.ZipFile(tmp_path / "needs.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", b" " * 401_000_000)
    assert "unfolds to 401,000,000 bytes" in says(tmp_path / "needs.xlsx")


def test_rows_and_columns_of_text(tmp_path):
    """A CSV file of too many columns or rows is refused, too."""
    (tmp_path / "needs.csv").write_text("option_id," + ",".join(map(str, range(2_000))) + "\n")
    assert "2,001 columns" in says(tmp_path / "needs.csv")
    (tmp_path / "needs.csv").write_bytes(b"option_id,field\n" + b"\n" * (MOST_ROWS + 1))
    assert "5,000,002 rows" in says(tmp_path / "needs.csv")


def test_pairs_may_be_many():
    """Travel between 7,000 regions is allowed, and no more rows than that elsewhere."""
    assert most_rows(TABLES["travel"]) == MOST_PAIRS > 7_000**2
    check_shape(7_000**2, 4, TABLES["travel"])
    with pytest.raises(ValueError, match="49,000,000 rows"):
        check_shape(7_000**2, 4, TABLES["edges"])
