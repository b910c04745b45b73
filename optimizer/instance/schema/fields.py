"""How a setting is declared: its type, its range, its source."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from optimizer.instance.schema.definitions import CURRENCY

# Strict: text is never taken for a number, nor true for 1.
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
Positive = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]
Aversion = Annotated[float, Field(strict=True, gt=0, le=100_000, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]


def about(
    meaning: str,
    *,
    unit: str = "",
    low: Any = None,
    high: Any = None,
    source: str = "the planner",
    default: Any,
    alias: str | None = None,
) -> Any:
    """Return a pydantic field whose metadata `rooted schema` prints."""
    extra = {"unit": unit, "low": low, "high": high, "source": source}
    return Field(default, alias=alias, description=meaning, json_schema_extra=extra)


def in_currency(unit: str, currency: str) -> str:
    """Return a unit of the schema, which is written for Korea, in an instance's currency."""
    return unit.replace(CURRENCY, currency)


class Section(BaseModel):
    """A section of instance.toml: unknown keys are refused, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)
