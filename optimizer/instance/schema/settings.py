"""Settings: every number that is not in a table, with its range and source; and all sections."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, model_validator

from optimizer.instance.schema.fields import Aversion, NotNegative, Positive, Section, Share
from optimizer.instance.schema.fields import about as _about
from optimizer.instance.schema.limits import Culture, Limits, Locked
from optimizer.instance.schema.objectives import Objective


class Settings(Section):
    """How a plan is valued and how people are assumed to behave.

    `low` and `high` of a behavioural number are the plausible range over which uncertainty
    is reported; they don't limit what may be set.
    """

    budget: NotNegative | None = _about(
        "Budget used where none is given.", unit="bn KRW", default=None
    )
    objective: Objective = _about(
        "What is maximised: people retained, the worst-off province's share, the share that would "
        "be as good if every province had it (Kolm–Pollak), or net benefit.",
        default="retained",
    )
    inequality_aversion: Aversion = _about(
        "κ of equally_distributed: in a province whose share is lower by d, one who stays counts "
        "exp(κ·d) times as much.",
        unit="1/share",
        source="assumption: ε of about 1 (Logan et al. 2021) at the shares that Korean plans keep",
        default=200.0,
    )
    value_per_retained: NotNegative = _about(
        "Worth of one retained person, for net_benefit.",
        unit="bn KRW/person",
        low=0.1,
        high=2.0,
        source="assumption",
        default=1.0,
    )
    weights: Literal["column", "extinction_risk"] = _about(
        "Weight of a retained person: the column `weight`, or 2 − min(1, extinction_risk).",
        default="column",
    )
    discount_rate: NotNegative = _about(
        "Rate at which operating costs are discounted.",
        unit="1/year",
        low=0.03,
        high=0.055,
        source="social discount rate of Korean feasibility studies, 4.5% (from memory)",
        default=0.045,
    )
    commute_limit: NotNegative = _about(
        "Longest commute.", unit="minutes", low=45.0, high=75.0, source="assumption", default=60.0
    )
    recruit_limit: NotNegative = _about(
        "Farthest that a site recruits graduates.",
        unit="minutes",
        low=90.0,
        high=150.0,
        source="assumption",
        default=120.0,
    )
    culture_limit: NotNegative = _about(
        "Farthest that people travel for culture.",
        unit="minutes",
        low=60.0,
        high=120.0,
        source="assumption",
        default=90.0,
    )
    stay_half_minutes: Positive | Literal["none", "table"] = _about(
        "Minutes over which the willingness to commute halves: stay(t) = 0.5 ** (t / this) "
        'within commute_limit; "none": 1; "table": the column `stay`.',
        unit="minutes",
        low=10.7,
        high=23.1,
        source="docs/explanation/evidence.md: exp(−b·t), b = 0.03 / 0.045 / 0.065",
        default=20.0,
    )
    culture_half_minutes: Positive = _about(
        "Minutes over which the use of culture halves: d(t) = 0.5 ** (t / this) "
        "within culture_limit.",
        unit="minutes",
        low=15.0,
        high=45.0,
        source="assumption",
        default=30.0,
    )
    culture_full_service: Positive = _about(
        "Places per young resident that count as cultural level 1.",
        unit="places/person",
        low=0.5,
        high=2.0,
        source="assumption",
        default=1.0,
    )
    graduate_half_minutes: Positive | Literal["none"] = _about(
        "Minutes over which the share of a course's graduates who would work that far away "
        'halves, within recruit_limit; "none": all of them anywhere within it.',
        unit="minutes",
        low=45.0,
        high=90.0,
        source="assumption",
        default="none",
    )
    access_elasticity: NotNegative = _about(
        "By how many percent jobs for the young grow with 1% more young people within reach "
        '(job_takers "catchment").',
        unit="ratio",
        low=0.0,
        high=0.064,
        source="docs/explanation/evidence.md: agglomeration 0.027–0.064, an elasticity of "
        "productivity; used for jobs: assumption",
        default=0.0,
    )
    job_only_share: Share = _about(
        "Share of a job's effect that remains in a place without culture (α₀).",
        unit="share",
        low=0.35,
        high=0.65,
        source="assumption; amenity complement 0.35 in docs/explanation/evidence.md",
        default=0.45,
    )
    culture_added_share: Share = _about(
        "Share of a job's effect that full culture adds (α₁).",
        unit="share",
        low=0.0,
        high=0.35,
        source="docs/explanation/evidence.md, amenity complement 0 / 0.35 / 0.35",
        default=0.35,
    )
    culture_only_share: Share = _about(
        "Share of leavers who stay for full culture alone (slope of g).",
        unit="share",
        low=0.0,
        high=0.05,
        source="assumption",
        default=0.03,
    )
    job_motive_share: Share = _about(
        "Share of leavers whom a job could keep.",
        unit="share",
        low=0.46,
        high=0.60,
        source="docs/explanation/evidence.md, move-out motive: job 0.46 / 0.55 / 0.60",
        default=1.0,
    )
    realised_share: Share = _about(
        "Share of announced jobs that come.",
        unit="share",
        low=0.32,
        high=0.80,
        source="docs/explanation/evidence.md, realisation 0.32 / 0.55 / 0.80",
        default=1.0,
    )
    additional_share: Share = _about(
        "Share of those jobs that would not have come anyway.",
        unit="share",
        low=0.25,
        high=0.80,
        source="assumption: judgement 0.25 / 0.5 / 0.8 in docs/explanation/evidence.md",
        default=1.0,
    )
    youth_share: Share = _about(
        "Share of those jobs that people aged 20–39 take.",
        unit="share",
        low=0.38,
        high=0.70,
        source="docs/explanation/evidence.md, youth share 0.38 / 0.60 / 0.70",
        default=1.0,
    )
    job_takers: Literal["catchment", "best"] = _about(
        'Who takes a job: "catchment": young people by where they live and how far it is (a '
        'gravity model); "best": whoever is best for the objective (facility location).',
        source="docs/explanation/model.md",
        default="catchment",
    )
    arrival_share: Share = _about(
        "Of the young who take a job and would not have left, the share who come from provinces "
        'where nothing may be built (job_takers "catchment").',
        unit="share",
        low=0.0,
        high=0.2,
        source="docs/explanation/evidence.md: 0.199 of those who moved into innovation cities",
        default=0.0,
    )
    leaver_share: Literal["area", "one"] = _about(
        "Share of young job-takers who would otherwise have left: by the leavers where they "
        'live (with job_takers "best": of the commuting area), or "one" everywhere.',
        source="docs/explanation/model.md",
        default="area",
    )
    targeting: NotNegative = _about(
        "How much better than at random jobs reach those who would leave.",
        unit="ratio",
        low=1.0,
        high=2.5,
        source="assumption",
        default=1.0,
    )
    absorption_share: NotNegative | Literal["none"] = _about(
        "Direct jobs in a region, at most, per young resident of its commuting area; "
        '"none": no limit.',
        unit="jobs/person",
        low=0.02,
        high=1.0,
        source="assumption",
        default=1.0,
    )
    further_job_value_added: NotNegative | None = _about(
        "Value added in a year by a further local job (multiplier), for the headline.",
        unit="bn KRW/job/year",
        source="docs/explanation/evidence.md",
        default=None,
    )
    further_job_local_tax: NotNegative | None = _about(
        "Local tax revenue in a year from a further local job (multiplier), for the headline.",
        unit="bn KRW/job/year",
        source="docs/explanation/evidence.md",
        default=None,
    )
    households_per_stayer: NotNegative | None = _about(
        "Households of their own for each young person who stays, for the headline.",
        unit="households/person",
        source="docs/explanation/evidence.md",
        default=None,
    )
    households_per_arrival: NotNegative | None = _about(
        "Households for each young person who comes, for the headline.",
        unit="households/person",
        source="docs/explanation/evidence.md",
        default=None,
    )

    @model_validator(mode="after")
    def _shares_of_a_job(self) -> Settings:
        total = self.job_only_share + self.culture_added_share
        if total > 1 + 1e-12:
            raise ValueError(
                f"job_only_share + culture_added_share is {total:g}, above 1; "
                "a job can't keep more than one person: lower one of them"
            )
        return self


SECTIONS: dict[str, type[BaseModel]] = {
    "settings": Settings,
    "culture": Culture,
    "limits": Limits,
    "locked": Locked,
}
"""The sections of instance.toml and of scenario files."""

UNSAID: dict[str, dict[str, Any]] = {
    "settings": {
        "job_takers": "best",
        "arrival_share": 0.0,
        "graduate_half_minutes": "none",
        "access_elasticity": 0.0,
    },
    "limits": {
        "max_measures": {},
        "min_fair_share": None,
        "max_fair_share": None,
        "min_cost_share_hubs": None,
        "max_cost_share_hubs": None,
    },
}
"""What plans mean that were made before there was a word for it: they lack these keys."""


def expected(section: str, key: str) -> str:
    """Return what a setting may hold, in a planner's words; "" where the key is unknown."""
    properties = SECTIONS[section].model_json_schema()["properties"]
    return _in_words(properties[key]) if key in properties else ""


def _in_words(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        parts = [_in_words(part) for part in schema["anyOf"] if part.get("type") != "null"]
        return " or ".join(parts)
    if "enum" in schema or "const" in schema:
        words = [f'"{word}"' for word in schema.get("enum", [schema.get("const")])]
        return words[0] if len(words) == 1 else "one of " + ", ".join(words)
    kind = schema.get("type")
    if kind == "object":
        return f"a table of names, each with {_in_words(schema['additionalProperties'])}"
    if kind == "array":
        if "prefixItems" in schema:
            return f"[{', '.join(_in_words(part) for part in schema['prefixItems'])}]"
        return f"a list of {_in_words(schema['items'])}"
    if kind == "string":
        return "text"
    noun = "a whole number" if kind == "integer" else "a number"
    if "exclusiveMinimum" in schema:
        most = f", at most {schema['maximum']:,g}" if "maximum" in schema else ""
        return f"{noun} above {schema['exclusiveMinimum']:g}{most}"
    if "maximum" in schema and kind == "number":
        return f"{noun} from {schema['minimum']:g} to {schema['maximum']:g}"
    return f"{noun} of at least {schema['minimum']:g}" if "minimum" in schema else noun
