"""Hand-made lists of places that no table holds: fabs, ports, heavy industry, garrisons and more.

``places.csv`` is general knowledge unless its note names a reference; being on a list, and what
follows from it, is an assumption. Programmes are in ``programmes.csv``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import sources as raw

HERE = Path(__file__).parent
KINDS = ("fab", "port", "heavy", "dry", "island", "garrison")
SECTORS = ("ai", "semiconductor", "biotech", "green_energy")


def _hand_made(name: str, column: str, allowed, codes) -> pd.DataFrame:
    """Read a hand-made list; unknown regions and words are named all at once."""
    table = raw.read_csv(HERE / name)
    wrong = ~table["code"].isin(list(codes)) | ~table[column].isin(allowed)
    wrong |= table.duplicated([column, "code"])
    if wrong.any():
        rows = [
            f"data/korea/{name} row {i + 2}: {table.at[i, column]}, {table.at[i, 'code']}"
            for i in table.index[wrong]
        ]
        raise ValueError(
            "unknown or repeated region and word (expected a code of units229.csv and one of "
            f"{', '.join(allowed)}, once each):\n" + "\n".join(rows)
        )
    return table


def listed(kind: str, codes) -> np.ndarray:
    """Whether each of ``codes`` is on the list ``kind`` of ``places.csv``."""
    table = _hand_made("places.csv", "kind", KINDS, codes)
    return np.isin(np.asarray(codes), table.loc[table["kind"] == kind, "code"])


def programmes(codes) -> pd.DataFrame:
    """Rows of ``programmes.csv``: code, sector, bonus, note."""
    return _hand_made("programmes.csv", "sector", SECTORS, codes)


def minutes_to(kind: str, codes, minutes: np.ndarray) -> np.ndarray:
    """Minutes from each region to the nearest place of a kind, infinite where out of reach."""
    return minutes[:, listed(kind, codes)].min(axis=1)
