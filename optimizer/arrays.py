"""The arrays that every room hands on: their kinds, by name; and numbers taken out of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Words = NDArray[np.object_]


def plain(value: Any) -> Any:
    """Return a number of NumPy as Python's own, which JSON, TOML and the store can hold."""
    return value.item() if isinstance(value, np.generic) else value
