"""The access table of campaigns, visits and recommendations."""

from tests.access import SIGN_IN, Row

READ = (SIGN_IN, 200, 200, 200, 200, 200, 404)
LIST = (SIGN_IN, 200, 200, 200, 200, 200, 200)
STEER = (SIGN_IN, 403, 403, 403, 200, 403, 403)
# Pages with which a visit is recorded; a POST of nothing comes back with its errors.
RECORD = (SIGN_IN, 403, 200, 200, 200, 403, 404)
CREATE = (SIGN_IN, 403, 200, 200, 200, 403, 200)
GO_BACK = (SIGN_IN, 403, 302, 302, 302, 403, 404)
SUBMIT = (SIGN_IN, 403, 422, 422, 422, 403, 404)
REVIEW = (SIGN_IN, 403, 403, 422, 422, 403, 403)
# A POST of nothing is refused with the form; viewers and admins lack the right.
FOLLOW_UP = (SIGN_IN, 403, 422, 422, 422, 403, 404)


def rows(world):
    item = {"uuid": world.recommendation.uuid}
    campaign = {"pk": world.campaign.pk}
    visit = {"uuid": world.visit.uuid}
    return [
        Row("inspections:campaign_list", get=LIST),
        Row("inspections:campaign_create", get=STEER, post=STEER),
        Row("inspections:campaign_detail", campaign, get=READ),
        Row("inspections:campaign_edit", campaign, get=STEER, post=STEER),
        Row("inspections:visit_list", get=LIST),
        Row("inspections:site_check_list", get=LIST),
        Row("inspections:visit_create", get=CREATE, post=CREATE),
        Row("inspections:visit_detail", visit, get=READ),
        Row("inspections:visit_edit", visit, get=RECORD, post=RECORD),
        Row("inspections:visit_team", visit, get=RECORD, post=RECORD),
        Row("inspections:visit_participants", visit, get=RECORD, post=RECORD),
        Row("inspections:visit_figures", visit, get=RECORD, post=RECORD),
        Row("inspections:visit_sites", visit, get=RECORD, post=GO_BACK),
        Row("inspections:visit_submit", visit, post=SUBMIT),
        Row("inspections:visit_return", visit, post=REVIEW),
        Row("inspections:visit_approve", visit, post=REVIEW),
        Row("inspections:visit_reopen", visit, post=REVIEW),
        Row(
            "inspections:site_check_remove",
            {"uuid": world.site_check.uuid},
            post=GO_BACK,
        ),
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
        *site_check_rows(world),
    ]


def site_check_rows(world):
    check = {"uuid": world.site_check.uuid}
    picture = {"uuid": world.photo.uuid}
    visit = {"uuid": world.visit.uuid}
    finding = {"pk": world.finding.pk}
    item = {"uuid": world.recommendation.uuid}
    checklist = {"pk": world.visit.checklist_id}
    return [
        Row("inspections:site_check", check, get=READ),
        Row("inspections:site_check_record", check, get=RECORD, post=GO_BACK),
        Row("inspections:site_check_answer", check, post=FOLLOW_UP),
        Row("inspections:site_check_edit", check, get=RECORD, post=RECORD),
        Row("inspections:photo_add", check, get=RECORD, post=FOLLOW_UP),
        Row("inspections:photo", picture, get=READ),
        Row("inspections:photo_thumbnail", picture, get=READ),
        Row("inspections:photo_edit", picture, get=RECORD, post=GO_BACK),
        Row("inspections:photo_remove", picture, post=GO_BACK),
        Row("inspections:finding_create", visit, get=RECORD, post=RECORD),
        Row("inspections:finding_edit", finding, get=RECORD, post=RECORD),
        Row("inspections:finding_remove", finding, post=GO_BACK),
        Row("inspections:recommendation_create", visit, get=RECORD, post=RECORD),
        Row("inspections:recommendation_edit", item, get=RECORD, post=RECORD),
        Row("inspections:recommendation_remove", item, post=GO_BACK),
        Row("inspections:checklist_list", get=LIST),
        Row("inspections:checklist_detail", checklist, get=LIST),
    ]
