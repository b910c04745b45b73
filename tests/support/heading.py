"""What a plan written by hand says of its instance."""


def heading(instance):
    """Return the first keys of a plan's record: what it was made for, under which words."""
    return {
        "instance": instance.name,
        "instance_hash": instance.data_hash,
        "currency": instance.currency,
        "base_year": instance.base_year,
        "horizon_year": instance.horizon_year,
        "scale": {},
        "budget": None,
        "settings": instance.settings.model_dump(mode="json"),
        "culture": {"curve": None},
        "limits": instance.limits.model_dump(mode="json"),
        "locked": {"in": [], "out": []},
    }
