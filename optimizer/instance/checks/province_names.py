"""Provinces that are spelled two ways among the regions, and provinces without a row of their own.

A region under another spelling is in a province of its own: limits, purses and shares of its
province miss it. Nothing is refused, since there are provinces of nearly one name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations

import pandas as pd

MOST_NAMES = 300
"""Of more provinces only such are compared that differ in signs, accents and small words."""
RARE = 1 / 3
"""A misprint stands in at most this part of the rows that the right spelling stands in."""
LEAST_LETTERS = 5
"""Of names with fewer letters one letter makes another name."""
SMALL_WORDS = frozenset(
    (
        *("of", "the", "de", "di", "del", "du", "da", "do", "la", "le"),
        *("province", "state", "county", "region", "prefecture", "department", "departement"),
        *("provincia", "departamento", "estado", "oblast", "voivodeship", "governorate"),
        *("canton", "district", "city", "municipality", "territory"),
        *("special", "self", "governing", "autonomous", "metropolitan"),
    )
)
"""Words beside a province's name."""
BY_SYLLABLES = ("특별자치도", "특별자치시", "특별시", "광역시", "도", "시")
"""Korean words for province and city behind its name."""
KOREAN = {
    "서울": "seoul",
    "부산": "busan pusan",
    "대구": "daegu taegu",
    "인천": "incheon inchon",
    "광주": "gwangju kwangju",
    "대전": "daejeon taejon",
    "울산": "ulsan",
    "세종": "sejong",
    "경기": "gyeonggi kyonggi",
    "강원": "gangwon kangwon",
    "충북": "chungbuk chungcheongbuk chungchongbuk northchungcheong",
    "충남": "chungnam chungcheongnam chungchongnam southchungcheong",
    "전북": "jeonbuk jeollabuk chollabuk cheonbuk northjeolla",
    "전남": "jeonnam jeollanam chollanam southjeolla",
    "경북": "gyeongbuk gyeongsangbuk kyongsangbuk kyongbuk northgyeongsang",
    "경남": "gyeongnam gyeongsangnam kyongsangnam kyongnam southgyeongsang",
    "제주": "jeju cheju",
}
"""Korea's provinces by their short Korean name, in Latin letters of today and of before 2000."""
ROMANISED = {word: korean for korean, words in KOREAN.items() for word in words.split()}
KOREAN_ENDINGS = ("do", "to", "si", "teukbyeoljachido", "gwangyeoksi", "teukbyeolsi")


def provinces_alike(regions: pd.DataFrame, file: str) -> Iterator[str]:
    """Yield a warning for each two provinces that seem to be one in two spellings.

    Parameters
    ----------
    regions : DataFrame
        Its index holds the rows of the file.
    file : str
    """
    rows = {str(name): list(part.index) for name, part in regions.groupby("province", sort=False)}
    names = [name for name in rows if name]
    many = len(names) > MOST_NAMES
    known = {name: province_meant(name) for name in names}
    words = {name: _words(name) for name in names}
    for one, other in combinations(names, 2):
        same = known[one] == known[other]
        if not same and not many:
            same = _alike(words[one], words[other])
            same |= _misprint(words[one], words[other], len(rows[one]), len(rows[other]))
        if same:
            yield (
                f"{file}: the provinces {one} and {other} are spelled nearly alike "
                f"({_told(rows[one])}; {_told(rows[other])}); are they one? Then write one name in "
                "all these rows, and in every table and limit that names it."
            )


def _told(rows: list[int]) -> str:
    if len(rows) == 1:
        return f"1 region, row {rows[0]}"
    return f"{len(rows)} regions, the first in row {rows[0]}"


def provinces_without_row(
    regions: pd.DataFrame, provinces: pd.DataFrame, file: str
) -> Iterator[str]:
    """Yield a warning of the provinces with candidates that have no row in the table `provinces`.

    Parameters
    ----------
    regions, provinces : DataFrame
    file : str
        Of `provinces`.
    """
    there = regions[regions["candidate"].astype(bool)]["province"]
    known = set(provinces["province"])
    absent = [str(name) for name in dict.fromkeys(there) if name and name not in known]
    if absent:
        yield (
            f"{file} has no row for {', '.join(absent)}: the centre pays all there, "
            "without a limit of the province's own."
        )


def province_meant(name: str) -> str:
    """Return what a province's name comes to without signs, accents and words such as “province”.

    Korea's provinces come to their short Korean name, however they are written.

    Parameters
    ----------
    name : str
        Such as "Jeollabuk-do", "전라북도" or "State of Jeonbuk".
    """
    words = _words(name)
    plain = "".join(words)
    if not plain.isascii():
        short = _short_form(plain)
        return short if short in KOREAN else "".join(sorted(words))
    tried = [plain, *(plain.removesuffix(end) for end in KOREAN_ENDINGS if plain.endswith(end))]
    korean = next((ROMANISED[word] for word in tried if word in ROMANISED), "")
    return korean or " ".join(sorted(words))


def _words(name: str) -> list[str]:
    """Return the words of a name in plain letters, without those that only say “province”."""
    words = re.findall(r"[^\W_]+", _without_accents(name.casefold()))
    return [word for word in words if word not in SMALL_WORDS] or words


def _without_accents(name: str) -> str:
    """Return a name in plain Latin letters; syllables stay whole."""
    parts = unicodedata.normalize("NFD", name)
    kept = "".join(part for part in parts if not unicodedata.combining(part))
    return unicodedata.normalize("NFC", kept)


def _alike(some: list[str], others: list[str]) -> bool:
    """Return whether one name is the other with more behind it; numbered ones are not.

    In scripts of syllables the last one may be the word for province: 강원도, 강원특별자치도; and
    the short form of a long name its first and last: 경남, 경상남도.
    """
    short, long = sorted(("".join(some), "".join(others)), key=len)
    if _digits(short) != _digits(long):
        return False
    if short.isascii():
        return len(short) >= 4 and long.startswith(short)
    stem = short[:-1] if len(short) > 2 else short
    return (len(stem) >= 2 and long.startswith(stem)) or _short_form(short) == _short_form(long)


def _digits(name: str) -> str:
    return "".join(c for c in name if c.isdigit())


def _misprint(some: list[str], others: list[str], count: int, other_count: int) -> bool:
    """Return whether a rare name is a common one with a letter missing, changed or exchanged."""
    one, other = "".join(some), "".join(others)
    few, more = sorted((count, other_count))
    short, long = sorted((one, other), key=len)
    if few > RARE * more or len(short) < LEAST_LETTERS or _digits(one) != _digits(other):
        return False
    if len(long) == len(short) + 1:
        return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    if len(long) != len(short):
        return False
    unlike = [at for at in range(len(long)) if long[at] != short[at]]
    if len(unlike) == 1:
        return True
    first, last = (*unlike, -1)[0], unlike[-1]
    swapped = long[first] == short[last] and long[last] == short[first]
    return len(unlike) == 2 and last == first + 1 and swapped


def _short_form(name: str) -> str:
    """Return a Korean province's short form: 전라북도, 전북특별자치도 and 전북 are 전북."""
    behind = next((word for word in BY_SYLLABLES if name.endswith(word)), "")
    stem = name.removesuffix(behind) if len(name) - len(behind) >= 2 else name
    return stem[0] + stem[-1] if len(stem) == 3 and behind == "도" else stem
