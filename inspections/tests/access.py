"""The access table of campaigns, visits and recommendations."""

from uuid import UUID

from tests.access import SIGN_IN, Row
from tests.world import LINK_TOKEN

READ = (SIGN_IN, 200, 200, 200, 200, 200, 404)
LIST = (SIGN_IN, 200, 200, 200, 200, 200, 200)
STEER = (SIGN_IN, 403, 403, 403, 200, 403, 403)
# Acts on a draft of the checklist; a POST of nothing moves nothing.
EDIT = (SIGN_IN, 403, 403, 403, 302, 403, 403)
REFUSED = (SIGN_IN, 403, 403, 403, 422, 403, 403)
# Pages with which a visit is recorded; a POST of nothing comes back with its errors.
RECORD = (SIGN_IN, 403, 200, 200, 200, 403, 404)
CREATE = (SIGN_IN, 403, 200, 200, 200, 403, 200)
GO_BACK = (SIGN_IN, 403, 302, 302, 302, 403, 404)
SUBMIT = (SIGN_IN, 403, 422, 422, 422, 403, 404)
REVIEW = (SIGN_IN, 403, 403, 422, 422, 403, 403)
# A POST of nothing is refused with the form; viewers and admins lack the right.
FOLLOW_UP = (SIGN_IN, 403, 422, 422, 422, 403, 404)
# Whoever may change some sees the page; of foreign rows nothing is found.
MANY = (SIGN_IN, 403, 200, 200, 200, 403, 200)
MANY_SENT = (SIGN_IN, 403, 422, 422, 422, 403, 422)
# Pages of a link answer everybody alike, signed in or not.
PUBLIC, CLOSED, NOT_FOUND = ((status,) * 7 for status in (200, 405, 404))
NOTHING_SAID = (422,) * 7


def rows(world):
    campaign = {"pk": world.campaign.pk}
    visit = {"uuid": world.visit.uuid}
    return [
        Row("inspections:campaign_list", get=LIST),
        Row("inspections:campaign_create", get=STEER, post=STEER),
        Row("inspections:campaign_detail", campaign, get=READ),
        Row("inspections:campaign_edit", campaign, get=STEER, post=STEER),
        Row("inspections:visit_list", get=LIST),
        Row("inspections:site_check_list", get=LIST),
        Row("inspections:finding_list", get=LIST),
        Row("inspections:visit_create", get=CREATE, post=CREATE),
        Row("inspections:visit_detail", visit, get=READ),
        Row("inspections:visit_blank", visit, get=READ),
        Row("inspections:producer_blank", {"pk": world.producer.pk}, get=READ),
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
        *follow_up_rows(world),
        *answer_link_rows(world),
        *site_check_rows(world),
        *sample_rows(world),
        *minutes_rows(world),
        *revocation_rows(world),
        *review_rows(world),
    ]


def revocation_rows(world):
    proposal = {"uuid": world.basis.proposal.uuid}
    leads = (SIGN_IN, 403, 403, 200, 200, 403, 403)
    sent_back = (SIGN_IN, 403, 403, 302, 302, 403, 403)
    return [
        Row("inspections:proposal_list", get=LIST),
        Row("inspections:proposal", proposal, get=READ),
        Row("inspections:proposal_edit", proposal, get=leads, post=leads),
        Row("inspections:proposal_decide", proposal, get=STEER, post=STEER),
        Row("inspections:proposal_drop", proposal, post=REFUSED),
        # The visit is a draft, which nothing is proposed from.
        Row(
            "inspections:propose",
            {"uuid": world.site_check.uuid},
            get=sent_back,
            post=sent_back,
        ),
        Row(
            "inspections:basis_create",
            {"pk": world.recognition.pk},
            get=leads,
            post=leads,
        ),
        Row("inspections:basis_remove", {"pk": world.basis.pk}, post=sent_back),
    ]


def review_rows(world):
    visit = {"uuid": world.visit.uuid}
    comment = {"uuid": world.comment.uuid}
    desk = (SIGN_IN, 403, 403, 200, 200, 403, 403)
    asks = (SIGN_IN, 403, 403, 302, 302, 403, 403)
    return [
        Row("inspections:review_list", get=desk),
        Row("inspections:review", visit, get=desk),
        Row("inspections:review_comment", visit, post=asks),
        Row("inspections:comment_resolve", comment, post=GO_BACK),
        Row("inspections:visit_versions", visit, get=READ),
    ]


def minutes_rows(world):
    check = {"uuid": world.site_check.uuid}
    minutes = {"uuid": world.minutes.uuid}
    correction = {"uuid": world.site_check.minutes.last().uuid}
    on_screen = {"uuid": world.minutes.signatures.get(side="head").uuid}
    on_paper = {"uuid": world.minutes.signatures.get(side="producer").uuid}
    return [
        Row("inspections:minutes_sign", check, get=RECORD, post=GO_BACK),
        Row("inspections:minutes_correct", check, get=RECORD, post=RECORD),
        Row("inspections:minutes_withdraw", check, get=RECORD, post=RECORD),
        Row("inspections:minutes", minutes, get=READ),
        Row("inspections:minutes_compare", correction, get=READ),
        Row("inspections:signature_picture", on_screen, get=READ),
        Row("inspections:signature_paper", on_paper, get=READ),
    ]


def sample_rows(world):
    check = {"uuid": world.site_check.uuid}
    sample = {"uuid": world.lab_report.sample.uuid}
    report = {"uuid": world.lab_report.uuid}
    return [
        Row("inspections:sample_list", get=LIST),
        Row("inspections:sample_create", check, get=RECORD, post=RECORD),
        Row("inspections:sample", sample, get=READ),
        Row("inspections:sample_edit", sample, get=RECORD, post=RECORD),
        Row("inspections:sample_remove", sample, post=GO_BACK),
        Row("inspections:lab_report_create", sample, get=RECORD, post=FOLLOW_UP),
        Row("inspections:lab_report_remove", report, get=RECORD, post=RECORD),
        Row("inspections:lab_report_file", report, get=READ),
    ]


def follow_up_rows(world):
    item = {"uuid": world.recommendation.uuid}
    evidence = {"uuid": world.evidence.uuid}
    answer = {"uuid": world.evidence.response.uuid}
    check = {"uuid": world.site_check.uuid}
    query = f"?chu_the={world.producer.pk}"
    return [
        Row("inspections:follow_up", get=LIST),
        Row("inspections:addressee_list", get=LIST),
        Row("inspections:recommendation", item, get=READ),
        Row("inspections:recommendation_respond", item, post=FOLLOW_UP),
        Row("inspections:recommendation_close", item, post=FOLLOW_UP),
        Row("inspections:recommendation_extend", item, post=FOLLOW_UP),
        Row("inspections:recommendation_waive", item, post=FOLLOW_UP),
        Row("inspections:recommendation_lift", item, post=FOLLOW_UP),
        Row("inspections:recommendation_reopen", item, post=FOLLOW_UP),
        Row("inspections:recheck_create", get=RECORD, post=RECORD, query=query),
        Row("inspections:recheck_close", check, post=GO_BACK),
        Row("inspections:recheck_points", check, post=GO_BACK),
        Row("inspections:bulk_act", {"act": "gia-han"}, get=MANY, post=MANY_SENT),
        Row("inspections:response_review", answer, post=GO_BACK),
        Row("inspections:evidence", evidence, get=READ),
        Row("inspections:evidence_thumbnail", evidence, get=READ),
    ]


def answer_link_rows(world):
    producer = {"pk": world.producer.pk}
    link = {"uuid": world.answer_link.uuid}
    token = {"token": LINK_TOKEN}
    nothing = {**token, "uuid": world.recommendation.uuid}  # of a draft: not asked yet
    return [
        Row("inspections:answer_links", producer, get=RECORD, post=FOLLOW_UP),
        Row("inspections:answer_link_revoke", link, post=GO_BACK),
        Row("inspections:answer_page", token, get=PUBLIC, post=CLOSED),
        Row("inspections:answer_item", nothing, get=NOT_FOUND, post=NOT_FOUND),
        Row("inspections:answer_hand_in", token, get=CLOSED, post=NOTHING_SAID),
        Row("inspections:answer_done", get=PUBLIC, post=CLOSED),
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
        Row("inspections:site_check_blank", check, get=READ),
        Row("inspections:site_check_record", check, get=RECORD, post=GO_BACK),
        Row("inspections:site_check_answer", check, post=FOLLOW_UP),
        Row("inspections:site_check_edit", check, get=RECORD, post=RECORD),
        Row("inspections:photo_add", check, get=RECORD, post=FOLLOW_UP),
        Row("inspections:photo", picture, get=READ),
        Row("inspections:photo_thumbnail", picture, get=READ),
        Row("inspections:photo_edit", picture, get=RECORD, post=GO_BACK),
        Row("inspections:photo_remove", picture, post=GO_BACK),
        Row("inspections:finding_create", visit, get=RECORD, post=RECORD),
        Row("inspections:finding", finding, get=READ),
        Row("inspections:finding_close", finding, post=FOLLOW_UP),
        Row("inspections:finding_reopen", finding, post=FOLLOW_UP),
        Row("inspections:finding_edit", finding, get=RECORD, post=RECORD),
        Row("inspections:finding_remove", finding, post=GO_BACK),
        Row("inspections:recommendation_create", visit, get=RECORD, post=RECORD),
        Row("inspections:recommendation_edit", item, get=RECORD, post=RECORD),
        Row("inspections:recommendation_remove", item, post=GO_BACK),
        Row("inspections:checklist_list", get=LIST),
        Row("inspections:checklist_detail", checklist, get=LIST),
        Row("inspections:checklist_preview", checklist, get=LIST),
        Row("inspections:checklist_export", checklist, get=LIST),
        Row("inspections:checklist_comparison", checklist, get=LIST),
        Row("inspections:checklist_publish", checklist, get=STEER, post=STEER),
        *draft_rows(checklist, world.item),
    ]


def draft_rows(checklist, item):
    one = {"pk": item.pk}
    name = {"name": UUID(item.example_url.split("/")[-2])}
    return [
        Row("inspections:draft_create", checklist, post=EDIT),
        Row("inspections:draft", checklist, get=STEER),
        Row("inspections:draft_facts", checklist, get=STEER, post=STEER),
        Row("inspections:draft_delete", checklist, post=EDIT),
        Row("inspections:group_move", checklist, post=REFUSED),
        Row("inspections:group_rename", checklist, post=REFUSED),
        Row("inspections:draft_minima", checklist, get=STEER, post=STEER),
        Row("inspections:item_create", checklist, get=STEER, post=STEER),
        Row("inspections:item_edit", one, get=STEER, post=STEER),
        Row("inspections:item_remove", one, post=EDIT),
        Row("inspections:item_move", one, post=REFUSED),
        Row("inspections:checklist_example", name, get=LIST),
    ]
