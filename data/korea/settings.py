"""The text of instance.toml: each behavioural number with its evidence or the word assumption."""

from __future__ import annotations

TOML = """\
# The Korean instance. Where the numbers of the tables come from: data/korea/SOURCES.md.
# Ranges are low / central / high; programmes are named where a number was taken from them.
name = "korea"
base_year = 2024
horizon_year = 2040
currency = "bn KRW"

[settings]
# Five years of the Local Extinction Response Fund, 1,000 a year from 2022 to 2031 (assumption that
# all of it went here). 1,000 is one year of it; 15,000 is more than a year of the balanced-
# development account (11,700 in 2023).
budget = 5000
objective = "retained"
# Whoever stays counts more where few young women are left beside the old: weight 2 - min(1, women
# of 20-39 over residents of 65 and above). A choice, as is min_fair_share below; the scenario
# `headcount` drops both.
weights = "extinction_risk"
# Who takes a job follows from where young people live and how far it is
# (docs/explanation/model.md).
job_takers = "catchment"
# Of takers who would not have left, the share who come from the Capital Area, 0 / 0.1 / 0.2. High:
# of 123,131 who moved into the ten innovation cities in 2013-17 19.9% came from there (KEIS 2018),
# and their staff had been moved by law. Central: half of it, assumption.
arrival_share = 0.1
# Announced jobs that come, 0.32 / 0.55 / 0.80: Gwangju 120 offices of 213 agreements, Naju energy
# valley 41 firms at work and 103 invested of 127. The column `jobs` is as announced; what a cluster
# costs is public outlay per job that comes, times these (docs/korea/options.md).
realised_share = 0.55
# Of those, neither there anyway nor taken from elsewhere, 0.25 / 0.5 / 0.8: assumption, there is
# no Korean estimate; studies abroad are lower for large firms.
additional_share = 0.5
# How much likelier than all the young of a region those who take such a job are to end up in the
# Capital Area, 1 / 1.5 / 2: assumption. regions.leavers is the share of graduates (KEDI 2021: 28 to
# 64% by area of university) over 1.5, so 1.5 gives the takers the graduates' share and 1 that of
# all the young (docs/korea/leavers.md).
targeting = 1.5
# Aged 20-39 in new high-tech jobs, 0.38 / 0.60 / 0.70: industrial complexes, Pangyo, innovation
# clusters.
youth_share = 0.60
# Leavers who go for a job, 0.46 / 0.55 / 0.60: surveys in Busan, Jeonbuk, Gyeongbuk, Daegu.
job_motive_share = 0.55
# Assumption: share who take the job where there is no culture.
job_only_share = 0.45
# Firms draw 0.35 more young people where culture and transport are above average, 0 / 0.35 / 0.35
# (KCCI 2024, a correlation of provinces: upper-bound use). Low: in the project's own look at the
# municipalities jobs times culture is nowhere significant (docs/explanation/evidence.md).
culture_added_share = 0.35
# Share of leavers who stay for full culture alone, 0 / 0.01 / 0.03. Low: 52 new culture houses in
# Norway changed no migration (Bille & Storm 2021, difference in differences). 0.05-0.20 of leavers
# name culture in surveys; far fewer act on it: assumption. The end of [culture] curve below.
culture_only_share = 0.01
# Assumption.
commute_limit = 60
# Mean way to work 31-33 minutes outside the capital, 67% work in their own municipality
# (Statistics Korea 2024, National Atlas 2020).
stay_half_minutes = 20
# By how many percent jobs for the young grow with 1% more young people in reach, 0 / 0.045 / 0.064.
# 0.027-0.064 is the elasticity of productivity in 6,684 estimates of 295 studies (Donovan, de
# Graaff, de Groot & Koopmans 2021), 0.045 its middle; used for jobs: assumption.
access_elasticity = 0.045
# Minutes over which the share of graduates who would work that far from their campus halves,
# 45 / 60 / 90: assumption.
graduate_half_minutes = 60
# Assumptions, minutes; culture_level of regions.csv is computed with the last two.
recruit_limit = 120
culture_limit = 90
culture_half_minutes = 30
# Places per young resident; data/korea/SOURCES.md says what a place is.
culture_full_service = 1.0
# Social discount rate of Korean preliminary feasibility studies (from memory).
discount_rate = 0.045
# Assumption: new jobs in a region are at most 5% of the young residents within an hour.
absorption_share = 0.05
# For the headline (docs/explanation/evidence.md); no plan depends on it. Of a further local
# job in a year, bn KRW: value added 0.018 / 0.029 / 0.072 (trade, hotels and restaurants 2020),
# local tax on the wage 0 / 0.0002 / 0.00043 (assumption).
further_job_value_added = 0.029
further_job_local_tax = 0.0002
# Households of one who stays 0.33 / 0.33 / 0.82 (60% of those aged 19-34 live with parents, couples
# share one), of one who comes 0.5 / 0.82 / 1.
households_per_stayer = 0.33
households_per_arrival = 0.82

[limits]
# Assumptions: what a town and a province can run at a time, and no more national projects in all
# than about the seven specialised complexes of 2023.
max_clusters_per_region = 2
max_clusters_per_province = 10
# The centre spends in each province at least half of its part of the budget by young residents,
# where so much can be built: a choice, assumption.
min_fair_share = 0.5
# Regulation-free zones, 8 / 8 / 34: opportunity zones in eight provinces (2024), 34 regulation-free
# zones (2023). All levers together add at most 0.2 / 0.3 / 0.5 to a cluster's jobs: assumption.
zones = 8
max_uplift = 0.3

[limits.max_options]
ai_national = 2
semiconductor_national = 2
biotech_national = 2
green_energy_national = 2

# Housing subsidies are off: what they do is an assumption (docs/korea/levers.md). The scenario
# `housing` offers them.
[limits.max_measures]
housing_subsidy = 0

# Who stays for culture alone, by cultural level: two thirds with the first half of full service
# (assumption), as first steps do most. `--set culture_only_share=X` scales the curve to end at X,
# and so do the draws of its range; the scenario `line` has the plain slope.
[culture]
curve = [[0, 0], [0.5, 0.0067], [1, 0.01]]

# Low and high of what a plan hangs on; of a column, factors on its values. Settings that are not
# named here have the general range that `rooted schema` prints.
[ranges]
realised_share = [0.32, 0.80]
additional_share = [0.25, 0.80]
targeting = [1.0, 2.0]
youth_share = [0.38, 0.70]
job_motive_share = [0.46, 0.60]
job_only_share = [0.35, 0.65]
culture_added_share = [0.0, 0.35]
culture_only_share = [0.0, 0.03]
arrival_share = [0.0, 0.2]
access_elasticity = [0.0, 0.064]
graduate_half_minutes = [45, 90]
absorption_share = [0.03, 0.10]
"options.capital_cost" = [0.6, 1.65]      # the widest of the sectors, docs/korea/options.md
# Other jobs a job: what all sectors have in common, 0.6-0.96 around 0.8, and on top of it by sector
# (docs/korea/options.md): chips and energy down to 0.5 (manufacturing), AI up to 1.3 (services).
"options.multiplier" = [0.75, 1.2]
"options.multiplier[ai]" = [0.9, 1.35]
"options.multiplier[semiconductor]" = [0.83, 1.1]
"options.multiplier[biotech]" = [0.9, 1.1]
"options.multiplier[green_energy]" = [0.83, 1.1]
"options.culture_capacity" = [0.5, 1.5]   # users of a hub: assumption
"measures.uplift" = [0.3, 2.0]            # incentives at 0.40 a job to a zone's 112 jobs in full
"interactions.uplift" = [0.0, 1.7]        # none to 0.05: assumption
"regions.leavers" = [0.8, 1.2]            # 20-28 years of moves for 24, and one year for another
"""
