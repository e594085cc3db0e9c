"""Which rights each role gives; where they hold is said by the assignment.

This is the role table of docs/architecture.md in code. A right is a Django permission;
rows are narrowed by the area of the assignment that grants it.
"""

from .enums import Role


def _rights(app: str, models: str, *verbs: str) -> set[str]:
    return {f"{app}.{verb}_{model}" for model in models.split() for verb in verbs}


READ = (
    _rights("producers", "producer site", "view")
    | _rights(
        "products",
        "product paper regime criteriaset decision recognition dossier lapse"
        " scoresheet",
        "view",
    )
    | _rights(
        "inspections",
        "campaign visit sitecheck itemresult finding recommendation response"
        " evidence photo checklist reportedfigure minutes sample labreport"
        " revocationproposal",
        "view",
    )
    | _rights("documents", "document", "view")
    | _rights("catalogue", "misusereport", "view")
    | {"dashboards.view_dashboard"}
)
WRITE = (
    _rights("producers", "producer site representative", "view", "add", "change")
    | _rights("products", "product paper", "add", "change", "delete")
    | _rights("products", "dossier", "add", "change")
    | _rights("products", "lapse scoresheet", "add", "change", "delete")
    | _rights("inspections", "visit sitecheck itemresult finding", "add", "change")
    | _rights(
        "inspections", "recommendation photo response answerlink", "add", "change"
    )
    | _rights("inspections", "photo finding recommendation sample", "delete")
    | _rights("inspections", "minutes sample answerlink", "add", "change")
    | _rights("inspections", "labreport", "add", "delete")
    | _rights("catalogue", "misusereport", "change")
    | {"inspections.submit_visit"}
)
REVIEW = _rights("inspections", "revocationproposal", "add", "change") | {
    "inspections.review_visit",
    "inspections.sign_visit",
    "inspections.reopen_visit",
    "documents.add_document",
}
STEER = (
    _rights("inspections", "campaign checklist reportedfigure", "add", "change")
    | _rights("products", "decision recognition", "add", "change")
    | {
        "inspections.publish_checklist",
        "inspections.decide_revocation",
        "products.record_council",
        "documents.issue_letter",
    }
)
IMPORT = _rights("imports", "importrun", "view", "add", "change")
MANAGE = (
    _rights("accounts", "user assignment", "view", "add", "change")
    | _rights("areas", "area areasuccession", "view")
    | _rights("areas", "agency", "view", "add", "change")
    | _rights("producers", "representative", "view")
    | _rights("history", "change changebatch", "view")
    | _rights("products", "regime criteriaset", "view", "change")
    | {"accounts.use_back_office"}
)

ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    Role.VIEWER: frozenset(READ),
    Role.OFFICER: frozenset(READ | WRITE),
    Role.LEAD: frozenset(READ | WRITE | REVIEW),
    Role.PROVINCIAL: frozenset(READ | WRITE | REVIEW | STEER | IMPORT),
    Role.ADMIN: frozenset(READ | IMPORT | MANAGE),
}
IMPORT_PERMISSIONS = frozenset(IMPORT)
ALL_PERMISSIONS = frozenset().union(*ROLE_PERMISSIONS.values())
