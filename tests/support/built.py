"""Instances built in memory from rows of text, without files: what `optimizer.load` would read."""

import numpy as np
import pandas as pd

from optimizer.instance.instance import Instance
from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.phases import Phase
from optimizer.instance.schema.settings import SECTIONS


def built(toml, tables):
    """Instance of instance.toml as a dict and of tables as rows of trimmed text.

    Nothing is checked but the words of instance.toml; notes and ranges are left out.
    """
    frames = {name: frame_of(rows, TABLES[name]) for name, rows in tables.items() if rows}
    sections = {name: model(**toml.get(name, {})) for name, model in SECTIONS.items()}
    head = toml["name"], toml["base_year"], toml["horizon_year"]
    return Instance(
        *head,
        currency=toml.get("currency", "bn KRW"),
        **sections,
        tables=frames,
        files={name: f"{name}.csv" for name in frames},
        phases=tuple(Phase(p["year"], float(p["budget"])) for p in toml.get("phases", [])),
    )


def frame_of(rows, table):
    """Typed columns in the definition's order, then those of a family such as stock_NAME."""
    names = [column.name for column in table.columns]
    extra = [name for name in rows[0] if name not in names]
    index = pd.RangeIndex(2, len(rows) + 2, name="row")  # as a spreadsheet counts
    return pd.DataFrame(
        {
            name: typed([row.get(name, "") for row in rows], table.column(name), index)
            for name in names + extra
        },
        index=index,
    )


def typed(cells, column, index):
    """Cells of one column, blank ones at their default."""
    if column.kind == "flag" and column.default is not None:
        words = {"true": True, "false": False, "": bool(column.default)}
        return pd.Series([words[cell] for cell in cells], index=index, dtype=bool)
    if column.kind in ("number", "integer", "flag"):
        words = {"": np.nan if column.default is None else float(column.default)}
        words |= {"true": 1.0, "false": 0.0}
        values = [words[cell] if cell in words else float(cell) for cell in cells]
        return pd.Series(values, index=index, dtype=float)
    return pd.Series([cell or column.default or "" for cell in cells], index=index, dtype=object)
