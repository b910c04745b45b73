"""What options and measures are called, in English and Korean; the names are the project's own."""

from __future__ import annotations

SECTORS = {
    "ai": ("AI", "AI"),
    "semiconductor": ("Semiconductor", "반도체"),
    "biotech": ("Biotech", "바이오"),
    "green_energy": ("Green energy", "그린에너지"),
}
SCALES = {"pilot": ("pilot", "시범"), "hub": ("hub", "거점"), "national": ("national", "국가")}
HUBS = {
    "digital_studio": ("Digital content studio", "디지털 콘텐츠 스튜디오"),
    "startup_space": ("Youth start-up space", "청년 창업공간"),
    "event_venue": ("Festival and performance venue", "축제·공연장"),
    "multicultural_space": ("Multicultural space", "다문화 공간"),
    "factory_reuse": ("Reused factory", "폐공장 재생 문화공간"),
    "school_reuse": ("Reused school", "폐교 재생 문화공간"),
    "public_building": ("Remodelled public building", "공공건물 리모델링"),
    "festival": ("Festival and local brand", "축제·지역 브랜드"),
}
MEASURES = {
    "free_zone": ("Regulation-free zone", "규제자유특구"),
    "incentive_basic": ("Basic incentives", "기업 인센티브(기본)"),
    "incentive_large": ("Large incentives", "기업 인센티브(확대)"),
    "housing_subsidy": ("Housing subsidy for the young", "청년 주거비 지원"),
}


def cluster(sector: str, scale: str) -> tuple[str, str]:
    """Return the names of a cluster."""
    (english, korean), (size, measure) = SECTORS[sector], SCALES[scale]
    return f"{english} cluster ({size})", f"{korean} 클러스터({measure})"


def research(sector: str) -> tuple[str, str]:
    """Return the names of a research programme."""
    english, korean = SECTORS[sector]
    return f"{english} research programme", f"{korean} 연구개발 지원"
