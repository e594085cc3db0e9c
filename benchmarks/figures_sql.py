"""The figures of the dashboard as somebody would write them in SQL by hand.

For the whole province, where every row lies in reach: the least that a database must
do to tell the same numbers. Names of parameters: province, today, in_3, in_6, in_12,
first, last, recent, runs_on, new_rules, window_closed, and for each of YEARS_BEFORE
year_n and first_n, the same day that many years before and the first of January.
"""

REACH = """
reach AS (
    SELECT descendant_id AS id FROM areas_areacover WHERE ancestor_id = %(province)s
)
"""
# The recognition of each product that counts on the day, and its status then.
STANDING = """
numbered AS (
    SELECT r.*, p.producer_id, p.criteria_set_id AS set_id,
           ROW_NUMBER() OVER (
               PARTITION BY r.product_id
               ORDER BY CASE WHEN r.valid_from IS NULL THEN 1 ELSE 0 END,
                        r.valid_from DESC, r.id DESC
           ) AS place
    FROM products_recognition r
    JOIN products_product p ON p.id = r.product_id
    JOIN producers_site s ON s.id = p.site_id
    WHERE s.area_id IN (SELECT id FROM reach)
      AND (r.valid_from IS NULL OR r.valid_from <= {day})
),
standing AS (
    SELECT n.*,
           CASE
               WHEN n.ended_on <= {day} AND n.ended_by_removal THEN 'removed'
               WHEN n.ended_on <= {day} THEN 'revoked'
               WHEN n.valid_to IS NULL
                    OR (n.valid_from IS NULL AND n.valid_to >= {day}) THEN 'unknown'
               WHEN n.valid_to > {year_on} THEN 'valid'
               WHEN n.valid_to >= {day} THEN 'expiring'
               WHEN (n.valid_from IS NULL OR n.valid_from < %(new_rules)s)
                    AND n.valid_to >= %(new_rules)s
                    AND n.valid_to < %(window_closed)s AND n.valid_to >= %(runs_on)s
                    AND EXISTS (
                        SELECT 1 FROM products_dossier d
                        WHERE d.product_id = n.product_id AND d.kind = 'renewal'
                          AND d.received_on <= {day}
                          AND (n.valid_from IS NULL OR d.received_on >= n.valid_from)
                          AND (d.decided_on IS NULL OR d.decided_on > {day})
                    )
               THEN CASE WHEN n.valid_from IS NULL THEN 'unknown' ELSE 'extended' END
               ELSE 'expired'
           END AS status
    FROM numbered n
    WHERE n.place = 1
)
"""
TODAY = STANDING.format(day="%(today)s", year_on="%(in_12)s")
YEARS_BEFORE = range(1, 5)
IN_FORCE = "status IN ('valid', 'expiring', 'extended')"
HANDED_IN = "('submitted', 'approved', 'signed')"

PRODUCTS = f"""
WITH {REACH}, {TODAY}
SELECT s.status, s.grade, c."group", p.legal_kind, COUNT(*),
       SUM(CASE WHEN {IN_FORCE} AND valid_to BETWEEN %(today)s AND %(in_3)s
                THEN 1 ELSE 0 END),
       SUM(CASE WHEN {IN_FORCE} AND valid_to BETWEEN %(today)s AND %(in_6)s
                THEN 1 ELSE 0 END),
       SUM(CASE WHEN {IN_FORCE} AND valid_to BETWEEN %(today)s AND %(in_12)s
                THEN 1 ELSE 0 END)
FROM standing s
JOIN producers_producer p ON p.id = s.producer_id
LEFT JOIN products_criteriaset c ON c.id = s.set_id
GROUP BY s.status, s.grade, c."group", p.legal_kind
"""


def _year(number: int) -> str:
    return f"%(year_{number})s" if number else "%(today)s"


def _before(number: int) -> str:
    """Return the statement for the same day some years before."""
    standing = STANDING.format(day=_year(number), year_on=_year(number - 1))
    return f"""
WITH {REACH}, {standing}
SELECT COUNT(*), COUNT(DISTINCT producer_id) FROM standing WHERE {IN_FORCE}
"""


PEOPLE = f"""
WITH {REACH}, {TODAY},
starred AS (SELECT DISTINCT producer_id FROM standing WHERE {IN_FORCE})
SELECT COALESCE(r.sex, ''), COALESCE(r.ethnicity, ''), COUNT(*)
FROM starred LEFT JOIN producers_representative r ON r.producer_id = starred.producer_id
GROUP BY 1, 2
"""
COVERAGE = f"""
WITH {REACH}, {TODAY},
starred AS (SELECT DISTINCT producer_id FROM standing WHERE {IN_FORCE}),
seen AS (
    SELECT s.producer_id, MAX(v.starts_on) AS day
    FROM inspections_sitecheck k
    JOIN inspections_visit v ON v.id = k.visit_id
    JOIN producers_site s ON s.id = k.site_id
    WHERE v.status IN {HANDED_IN} AND v.starts_on <= %(today)s
    GROUP BY s.producer_id
)
SELECT COUNT(*),
       SUM(CASE WHEN seen.day IS NULL THEN 1 ELSE 0 END),
       SUM(CASE WHEN seen.day > %(recent)s THEN 1 ELSE 0 END)
FROM starred LEFT JOIN seen ON seen.producer_id = starred.producer_id
"""
CHECKS = f"""
WITH {REACH}
SELECT COUNT(*)
FROM inspections_sitecheck k
JOIN inspections_visit v ON v.id = k.visit_id
JOIN producers_site s ON s.id = k.site_id
WHERE v.status IN {HANDED_IN} AND v.starts_on BETWEEN %(first)s AND %(today)s
  AND s.area_id IN (SELECT id FROM reach)
"""
VISITS = f"""
WITH {REACH}
SELECT COUNT(*),
       SUM(CASE WHEN v.starts_on <= %(today)s AND v.status IN {HANDED_IN}
                THEN 1 ELSE 0 END),
       SUM(CASE WHEN v.starts_on <= %(today)s AND v.status IN ('draft', 'returned')
                THEN 1 ELSE 0 END)
FROM inspections_visit v
WHERE v.starts_on BETWEEN %(first)s AND %(last)s
  AND v.area_id IN (SELECT id FROM reach)
"""
CAMPAIGNS = f"""
WITH {REACH}
SELECT COUNT(*), SUM(c.planned_checks)
FROM inspections_campaign c
WHERE c.starts_on <= %(last)s AND c.ends_on >= %(first)s
  AND EXISTS (SELECT 1 FROM inspections_campaign_areas a
              WHERE a.campaign_id = c.id AND a.area_id IN (SELECT id FROM reach))
"""
RECOMMENDATIONS = f"""
SELECT r.direction, COUNT(*),
       SUM(CASE WHEN r.due_on IS NULL THEN 1 ELSE 0 END),
       SUM(CASE WHEN r.due_on < %(today)s THEN 1 ELSE 0 END)
FROM inspections_recommendation r
JOIN inspections_visit v ON v.id = r.visit_id
JOIN producers_site s ON s.id = (
    SELECT k.site_id FROM inspections_sitecheck k WHERE k.id = r.site_check_id)
WHERE v.status IN {HANDED_IN} AND v.starts_on <= %(today)s
  AND (r.closed_on IS NULL OR r.closed_on > %(today)s)
  AND (r.waived_from IS NULL OR %(today)s NOT BETWEEN r.waived_from AND r.waived_until)
GROUP BY r.direction
"""
CLOSED = f"""
SELECT r.direction, v.starts_on, r.closed_on
FROM inspections_recommendation r
JOIN inspections_visit v ON v.id = r.visit_id
WHERE v.status IN {HANDED_IN} AND r.closed_on BETWEEN %(first)s AND %(today)s
"""
FINDINGS = f"""
WITH {REACH}
SELECT i."group", f.severity, COUNT(*)
FROM inspections_finding f
JOIN inspections_visit v ON v.id = f.visit_id
JOIN inspections_sitecheck k ON k.id = f.site_check_id
JOIN producers_site s ON s.id = k.site_id
LEFT JOIN inspections_itemresult a ON a.id = f.item_result_id
LEFT JOIN inspections_checklistitem i ON i.id = a.item_id
WHERE v.status IN {HANDED_IN} AND v.starts_on BETWEEN %(first)s AND %(today)s
  AND s.area_id IN (SELECT id FROM reach)
GROUP BY 1, 2
"""
OF_YEARS = ", ".join(
    f"SUM(CASE WHEN v.starts_on BETWEEN %(first_{number})s AND %(year_{number})s"
    " THEN 1 ELSE 0 END)"
    for number in YEARS_BEFORE
)
CHECKS_OF_YEARS = f"""
WITH {REACH}
SELECT {OF_YEARS}
FROM inspections_sitecheck k
JOIN inspections_visit v ON v.id = k.visit_id
JOIN producers_site s ON s.id = k.site_id
WHERE v.status IN {HANDED_IN} AND s.area_id IN (SELECT id FROM reach)
"""
REPORTED = """
SELECT f.indicator, f.value, f.as_of
FROM inspections_reportedfigure f
WHERE f.place_id = %(province)s AND f.as_of <= %(today)s
ORDER BY f.as_of DESC
"""

ALL = {
    "products": PRODUCTS,
    **{f"before_{number}": _before(number) for number in YEARS_BEFORE},
    "people": PEOPLE,
    "coverage": COVERAGE,
    "checks": CHECKS,
    "visits": VISITS,
    "campaigns": CAMPAIGNS,
    "recommendations": RECOMMENDATIONS,
    "closed": CLOSED,
    "findings": FINDINGS,
    "checks_of_years": CHECKS_OF_YEARS,
    "reported": REPORTED,
}
