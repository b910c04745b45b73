"""Limits of a plan, what is decided beforehand, and the curve of culture."""

from __future__ import annotations

from itertools import pairwise

from pydantic import ConfigDict, field_validator

from optimizer.instance.schema.fields import Count, NotNegative, Number, Section, Share
from optimizer.instance.schema.fields import about as _about


class Culture(Section):
    """How many leavers stay for culture alone, as a curve g over the cultural level."""

    curve: tuple[tuple[Number, Number], ...] | None = _about(
        "Points [level, share] of g, concave and rising from level 0 to level 1; "
        "takes the place of culture_only_share, which scales it where it is laid over it.",
        unit="level, share",
        source="assumption",
        default=None,
    )

    @field_validator("curve")
    @classmethod
    def _concave(
        cls, curve: tuple[tuple[float, float], ...] | None
    ) -> tuple[tuple[float, float], ...] | None:
        if curve is None:
            return None
        levels = [level for level, _ in curve]
        shares = [share for _, share in curve]
        if len(curve) < 2 or levels[0] != 0 or levels[-1] != 1:
            raise ValueError("the curve must run from level 0 to level 1")
        if any(right <= left for left, right in pairwise(levels)):
            raise ValueError("the curve's levels must rise")
        if any(share < 0 or share > 1 for share in shares):
            raise ValueError("the curve's shares must lie between 0 and 1")
        slopes = [(right[1] - left[1]) / (right[0] - left[0]) for left, right in pairwise(curve)]
        if any(slope < 0 for slope in slopes):
            raise ValueError("the curve must not fall")
        if any(later > earlier + 1e-12 for earlier, later in pairwise(slopes)):
            raise ValueError("the curve must be concave: each slope at most the one before")
        return curve


class Limits(Section):
    """Upper and lower limits on what a plan may hold; each may be absent."""

    max_clusters_per_region: Count | None = _about(
        "Clusters in one region, at most.", unit="clusters", default=None
    )
    max_clusters_per_province: Count | dict[str, Count] | None = _about(
        "Clusters in one province, at most: a number, or a table by province.",
        unit="clusters",
        default=None,
    )
    max_options: dict[str, Count] = _about(
        "Buildings of an option nationwide, at most.", unit="buildings", default={}
    )
    max_measures: dict[str, Count] = _about(
        "Regions in which a measure is taken, at most, beside its max_total; 0: not offered.",
        unit="measures",
        default={},
    )
    min_retained_share: dict[str, Share] = _about(
        "Share of a province's leavers who must be retained, at least.", unit="share", default={}
    )
    max_retained_share: dict[str, Share] = _about(
        "Share of a province's leavers who count as retained, at most.", unit="share", default={}
    )
    min_spending: dict[str, NotNegative] = _about(
        "Spending in a province, at least; of both purses, training seats aside.",
        unit="bn KRW",
        default={},
    )
    max_spending: dict[str, NotNegative] = _about(
        "Spending in a province, at most; of both purses, training seats aside.",
        unit="bn KRW",
        default={},
    )
    min_retained_share_decline_areas: Share | None = _about(
        "Share of the decline areas' leavers who must be retained, at least.",
        unit="share",
        default=None,
    )
    min_cost_share_decline_areas: Share | None = _about(
        "Share of spending (training seats aside) that goes to decline areas, at least.",
        unit="share",
        default=None,
    )
    max_cost_share_decline_areas: Share | None = _about(
        "Share of spending (training seats aside) that goes to decline areas, at most.",
        unit="share",
        default=None,
    )
    min_fair_share: Share | None = _about(
        "Of a province's part of the budget by its young residents, the share that the centre "
        "must spend on what is built there, where so much can be built.",
        unit="share",
        default=None,
    )
    max_fair_share: NotNegative | None = _about(
        "Of a province's part of the budget by its young residents, the multiple that the centre "
        "may spend on what is built there, at most.",
        unit="ratio",
        default=None,
    )
    min_cost_share_hubs: Share | None = _about(
        "Share of spending on what is built (both purses, without measures and seats) that goes "
        "to hubs, at least.",
        unit="share",
        default=None,
    )
    max_cost_share_hubs: Share | None = _about(
        "Share of spending on what is built (both purses, without measures and seats) that goes "
        "to hubs, at most.",
        unit="share",
        default=None,
    )
    zones: Count | None = _about(
        "Regulation-free zones nationwide, at most: measures of kind zone, each taken counts one.",
        unit="zones",
        default=None,
    )
    max_uplift: NotNegative = _about(
        "Cap on the sum of uplifts of a cluster's jobs, from measures and interactions together.",
        unit="share",
        source="assumption",
        default=0.5,
    )


class Locked(Section):
    """Decisions taken beforehand, each written `region_id:option_id`."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    in_: tuple[str, ...] = _about("Built in any case, at least once.", default=(), alias="in")
    out: tuple[str, ...] = _about("Not built in any case.", default=())
