"""The culture curve under another culture_only_share: the same form, ending elsewhere."""

from __future__ import annotations

from optimizer.instance.reading.toml_words import Words
from optimizer.instance.schema.limits import Culture

CURVE, SHARE = "culture.curve", "settings.culture_only_share"


def ending_at(culture: Culture, share: float) -> Culture:
    """Return the curve with its shares scaled so that it ends at `share`.

    Parameters
    ----------
    culture : Culture
    share : float
        Share of leavers who stay for full culture alone.

    Returns
    -------
    Culture
        Unchanged where there is no curve; a line where the curve is nothing but 0.
    """
    if culture.curve is None:
        return culture
    end = culture.curve[-1][1]
    if end == 0:
        return Culture(curve=((0.0, 0.0), (1.0, share)))
    points = [(level, found / end * share) for level, found in culture.curve[:-1]]
    return Culture(curve=(*points, (1.0, share)))


def curve_in_use(culture: Culture, share: float, words: Words) -> Culture:
    """Return the curve after a culture_only_share that a scenario or `--set` laid over it.

    Notes
    -----
    Where both are written in one place, or the curve later, the curve stands as written.
    """
    order = list(words.origins)
    if CURVE not in words.origins or SHARE not in words.origins:
        return culture
    other = words.origins[SHARE].file != words.origins[CURVE].file
    if other and order.index(SHARE) > order.index(CURVE):
        return ending_at(culture, share)
    return culture
