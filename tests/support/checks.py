"""What a plan fails."""

from optimizer.verify import verify


def broken(plan, instance):
    """Return the names of the rules that a plan breaks."""
    return {failure.rule.value for failure in verify(plan, instance).failures}
