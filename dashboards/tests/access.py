"""The access table of figures: everybody reads those of the own area."""

from tests.access import SIGN_IN, Row

READ = (SIGN_IN, 200, 200, 200, 200, 200, 200)
IN_HOA_AN = (SIGN_IN, 200, 200, 200, 200, 200, 404)
NOT_FOUND = (SIGN_IN, 404, 404, 404, 404, 404, 404)


def rows(world):
    hoa_an = f"?dia_ban={world.hoa_an.pk}"
    return [
        Row("dashboards:home", get=READ),
        Row("dashboards:home", query=hoa_an, get=IN_HOA_AN),
        Row("dashboards:home", query=f"{hoa_an}&xuat=xlsx", get=IN_HOA_AN),
        Row("dashboards:cross", get=READ),
        Row("dashboards:cross", query=f"{hoa_an}&xuat=xlsx", get=READ),
        Row("dashboards:quality", get=READ),
        Row("dashboards:quality", query=hoa_an, get=IN_HOA_AN),
        Row("dashboards:quality_list", {"key": "chua-co-toa-do"}, get=READ),
        Row("dashboards:quality_list", {"key": "khac"}, get=NOT_FOUND),
        Row("dashboards:next_visits", get=READ),
        Row("dashboards:next_visits", query=hoa_an, get=IN_HOA_AN),
        Row("dashboards:day_plan", get=READ),
        Row("dashboards:day_plan", query=f"?chon={world.producer.pk}", get=READ),
        Row("dashboards:map", get=READ),
        Row("dashboards:map", query=hoa_an, get=IN_HOA_AN),
        *(
            Row(f"dashboards:map_{name}", query=query, get=get)
            for name in ("sites", "checks", "areas")
            for query, get in (("", READ), (hoa_an, IN_HOA_AN))
        ),
        Row("dashboards:producers", get=READ),
    ]
