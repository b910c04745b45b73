"""Codes of resident registration that have changed: whoever brings them is told the region.

Gangwon's began with 42 until 10 June 2023 and begin with 51 since; Jeonbuk's with 45 until 17
January 2024 and with 52 since; Gunwi went from North Gyeongsang (47720) to Daegu (27720) on 1 July
2023. The instance's own codes are those of the census. `register` of SOURCES.md has both.
"""

from __future__ import annotations

import pandas as pd

GANGWON = """
    32010:110 32020:130 32030:150 32040:170 32050:190 32060:210 32070:230 32310:720
    32320:730 32330:750 32340:760 32350:770 32360:780 32370:790 32380:800 32390:810
    32400:820 32410:830
"""
JEONBUK = """
    35010:110 35010:111 35010:113 35020:130 35030:140 35040:180 35050:190 35060:210
    35310:710 35320:720 35330:730 35340:740 35350:750 35360:770 35370:790 35380:800
"""
CHANGES = (
    ("42", GANGWON, "resident registration until June 2023"),
    ("51", GANGWON, "resident registration since June 2023"),
    ("45", JEONBUK, "resident registration until January 2024"),
    ("52", JEONBUK, "resident registration since January 2024"),
    ("47", "37310:720", "resident registration until June 2023"),
    ("27", "37310:720", "resident registration since July 2023"),
)
"""The province's part of the code, each region with the rest of its code, and whose code it is."""


def table() -> pd.DataFrame:
    """Return the rows of ``other_codes.csv``."""
    rows = [
        (f"{province}{end}", region, system)
        for province, pairs, system in CHANGES
        for region, end in (pair.split(":") for pair in pairs.split())
    ]
    return pd.DataFrame(rows, columns=["code", "region_id", "system"])
