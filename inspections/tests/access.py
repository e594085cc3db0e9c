"""The access table of campaigns, visits and recommendations."""

from tests.access import SIGN_IN, Row

READ = (SIGN_IN, 200, 200, 200, 200, 200, 404)
LIST = (SIGN_IN, 200, 200, 200, 200, 200, 200)
STEER = (SIGN_IN, 403, 403, 403, 200, 403, 403)
# A POST of nothing is refused with the form; viewers and admins lack the right.
FOLLOW_UP = (SIGN_IN, 403, 422, 422, 422, 403, 404)


def rows(world):
    item = {"uuid": world.recommendation.uuid}
    campaign = {"pk": world.campaign.pk}
    return [
        Row("inspections:campaign_list", get=LIST),
        Row("inspections:campaign_create", get=STEER, post=STEER),
        Row("inspections:campaign_detail", campaign, get=READ),
        Row("inspections:campaign_edit", campaign, get=STEER, post=STEER),
        Row("inspections:visit_list", get=LIST),
        Row("inspections:site_check_list", get=LIST),
        Row("inspections:follow_up", get=LIST),
        Row("inspections:recommendation", item, get=READ),
        Row("inspections:recommendation_respond", item, post=FOLLOW_UP),
        Row("inspections:recommendation_close", item, post=FOLLOW_UP),
        Row("inspections:recommendation_extend", item, post=FOLLOW_UP),
        Row("inspections:recommendation_reopen", item, post=FOLLOW_UP),
        Row(
            "inspections:evidence",
            {"pk": world.response.pk},
            get=READ,
        ),
    ]
