"""Every recorded change of an inspection; the only way its rows are written."""

from .answers import Answer, answer_row, save_answers
from .checklists import draft_checklist, load_checklist, publish_checklist
from .checks import (
    add_site_check,
    add_site_checks,
    remove_site_check,
    save_site_check,
)
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
    close_recommendation,
    extend_recommendation,
    reopen_finding,
    reopen_recommendation,
)
from .photos import add_photo, caption_photo, remove_photo
from .reported import save_reported_figure
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
    "add_findings",
    "add_photo",
    "add_response",
    "add_site_check",
    "add_site_checks",
    "addressed",
    "answer_row",
    "approve_visit",
    "caption_photo",
    "close_finding",
    "close_recommendation",
    "create_visit",
    "draft_checklist",
    "extend_recommendation",
    "last_team",
    "load_checklist",
    "missing_for_submission",
    "publish_checklist",
    "recommend",
    "remove_finding",
    "remove_photo",
    "remove_recommendation",
    "remove_site_check",
    "reopen_finding",
    "reopen_recommendation",
    "reopen_visit",
    "return_visit",
    "save_answers",
    "save_campaign",
    "save_finding",
    "save_participants",
    "save_recommendation",
    "save_reported_figure",
    "save_reported_figures",
    "save_site_check",
    "save_team",
    "save_visit",
    "sign_visit",
    "steps_open_to",
    "submit_visit",
]
