"""Every recorded change of an inspection; the only way its rows are written."""

from .answer_links import (
    answer_by_link,
    create_answer_link,
    hand_in_answers,
    last_day,
    link_of,
    review_response,
    revoke_answer_link,
)
from .answers import Answer, answer_row, save_answers
from .checklists import draft_checklist, load_checklist, publish_checklist
from .checks import (
    add_site_check,
    add_site_checks,
    check_uuid,
    remove_site_check,
    save_site_check,
)
from .drafting import (
    delete_draft,
    draw_example,
    move_group,
    move_item,
    remove_item,
    rename_group,
    save_draft,
    save_item,
)
from .evidence import proofs_of
from .findings import (
    add_findings,
    addressed,
    recommend,
    remove_finding,
    remove_recommendation,
    save_finding,
    save_recommendation,
)
from .follow_up import (
    add_response,
    close_finding,
    reopen_finding,
    reopen_recommendation,
)
from .minutes import (
    Signature,
    correct_minutes,
    sign_minutes,
    withdraw_correction,
)
from .photos import add_photo, caption_photo, remove_photo
from .rechecks import close_looked_at, create_recheck, save_points
from .replacing import PlannedItem, planned_items, replace_items
from .reported import save_reported_figure
from .reviews import add_comment, resolve_comment
from .samples import (
    record_lab_report,
    remove_lab_report,
    remove_sample,
    save_sample,
)
from .terms import (
    close_recommendation,
    extend_recommendation,
    lift_waiver,
    waive_recommendation,
)
from .visits import (
    create_visit,
    last_team,
    save_campaign,
    save_participants,
    save_reported_figures,
    save_team,
    save_visit,
)
from .workflow import (
    approve_visit,
    missing_for_submission,
    reopen_visit,
    return_visit,
    sign_visit,
    steps_open_to,
    submit_visit,
)

__all__ = [
    "Answer",
    "PlannedItem",
    "Signature",
    "add_comment",
    "add_findings",
    "add_photo",
    "add_response",
    "add_site_check",
    "add_site_checks",
    "addressed",
    "answer_by_link",
    "answer_row",
    "approve_visit",
    "caption_photo",
    "check_uuid",
    "close_finding",
    "close_looked_at",
    "close_recommendation",
    "correct_minutes",
    "create_answer_link",
    "create_recheck",
    "create_visit",
    "delete_draft",
    "draft_checklist",
    "draw_example",
    "extend_recommendation",
    "hand_in_answers",
    "last_day",
    "last_team",
    "lift_waiver",
    "link_of",
    "load_checklist",
    "missing_for_submission",
    "move_group",
    "move_item",
    "planned_items",
    "proofs_of",
    "publish_checklist",
    "recommend",
    "record_lab_report",
    "remove_finding",
    "remove_item",
    "remove_lab_report",
    "remove_photo",
    "remove_recommendation",
    "remove_sample",
    "remove_site_check",
    "rename_group",
    "reopen_finding",
    "reopen_recommendation",
    "reopen_visit",
    "replace_items",
    "resolve_comment",
    "return_visit",
    "review_response",
    "revoke_answer_link",
    "save_answers",
    "save_campaign",
    "save_draft",
    "save_finding",
    "save_item",
    "save_participants",
    "save_points",
    "save_recommendation",
    "save_reported_figure",
    "save_reported_figures",
    "save_sample",
    "save_site_check",
    "save_team",
    "save_visit",
    "sign_minutes",
    "sign_visit",
    "steps_open_to",
    "submit_visit",
    "waive_recommendation",
    "withdraw_correction",
]
