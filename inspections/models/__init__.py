from .answer_links import AnswerLink
from .checklists import Checklist, ChecklistItem, ItemSet
from .findings import Finding
from .follow_up import Deferral, Evidence, Response
from .minutes import Minutes, MinutesSignature
from .rechecks import RecheckPoint
from .recommendations import Recommendation
from .reported import ReportedFigure
from .reviews import ReviewComment, SignedVisit
from .revocations import ProposedGround, RevocationBasis, RevocationProposal
from .samples import LabReport, LabResult, Sample
from .site_checks import ItemResult, Photo, SiteCheck
from .visits import Campaign, Participant, TeamMember, Visit

__all__ = [
    "AnswerLink",
    "Campaign",
    "Checklist",
    "ChecklistItem",
    "Deferral",
    "Evidence",
    "Finding",
    "ItemResult",
    "ItemSet",
    "LabReport",
    "LabResult",
    "Minutes",
    "MinutesSignature",
    "Participant",
    "Photo",
    "ProposedGround",
    "RecheckPoint",
    "Recommendation",
    "ReportedFigure",
    "Response",
    "ReviewComment",
    "RevocationBasis",
    "RevocationProposal",
    "Sample",
    "SignedVisit",
    "SiteCheck",
    "TeamMember",
    "Visit",
]
