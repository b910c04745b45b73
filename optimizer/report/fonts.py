"""Letters that the machine can draw: Korean where it has a font for it, else names without it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from matplotlib import font_manager

from optimizer.plan import PlanData

KOREAN_FONTS = (
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Pretendard",
    "NanumGothic",
    "NanumBarunGothic",
    "NanumSquareRound",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "AppleGothic",
    "UnDotum",
    "Baekmuk Gulim",
    "NanumGothicCoding",
)


_FILES = ("nanum", "cjk", "notosanskr", "pretendard", "malgun", "applegothic", "appleSDgothic")
"""How the names of files of such fonts begin, or what is in them."""


def fonts() -> list[str]:
    """Return fonts to draw with: one that has Korean letters where the machine has any."""
    return [*korean_fonts(), "DejaVu Sans"]


def korean_fonts() -> tuple[str, ...]:
    """Return the machine's fonts with Korean letters that are known by name, the best first."""
    if not (found := _known()):
        _add_new()
        found = _known()
    return found


def _known() -> tuple[str, ...]:
    there = {font.name for font in font_manager.fontManager.ttflist}
    return tuple(name for name in KOREAN_FONTS if name in there)


@cache
def _add_new() -> None:
    """Make fonts known that came to the machine after matplotlib made its list of them."""
    for path in font_manager.findSystemFonts():
        name = Path(path).name.lower()
        if any(part.lower() in name for part in _FILES):
            try:
                font_manager.fontManager.addfont(path)
            except (OSError, RuntimeError):  # no font after all
                continue


def lacks_letters(plan: PlanData) -> bool:
    """Return whether a plan has local names that the machine's fonts can't draw."""
    letters = "".join(sorted(set("".join(filter(None, plan.local_names.values())))))
    return bool(letters) and drawable(letters, "") == ""


def drawable(text: str, otherwise: str) -> str:
    """Return a text if the machine's fonts have all its letters, else another in its place."""
    letters = {ord(letter) for letter in text}
    for name in fonts():
        path = font_manager.findfont(name)
        letters -= set(font_manager.get_font(path).get_charmap())
    return otherwise if letters else text


def place_name(plan: PlanData, region: str) -> str:
    """Return a region's local name, else its English one, else its id: the first to be drawn."""
    identifier = drawable(region, "")
    name = drawable(plan.names.get(region) or region, identifier)
    local = plan.local_names.get(region)
    if not local or drawable(local, "") == "":
        return name
    if list(plan.local_names.values()).count(local) == 1:
        return local
    # Many cities have a district of that name.
    province = plan.regions.set_index("region_id")["province"].get(region)
    return drawable(f"{local} ({province})", local)


def option_name(plan: PlanData, option: str) -> str:
    """Return an option's local name, else its English one, else its id: the first to be drawn."""
    names = plan.labels.options
    code = drawable(option, "option")
    return drawable(names.local.get(option) or "", "") or drawable(names.of(option), code)


def both_names(plan: PlanData, region: str) -> str:
    """Return a region's name in both languages where they differ and can be drawn."""
    local = drawable(plan.local_names.get(region) or "", "")
    name = drawable(plan.names.get(region) or region, "")
    return name if local == name else f"{local} {name}".strip()
