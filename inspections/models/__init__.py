from .checklists import Checklist, ChecklistItem, ItemSet
from .follow_up import Finding, Recommendation, Response
from .reported import ReportedFigure
from .site_checks import ItemResult, Photo, SiteCheck
from .visits import Campaign, Participant, TeamMember, Visit

__all__ = [
    "Campaign",
    "Checklist",
    "ChecklistItem",
    "Finding",
    "ItemResult",
    "ItemSet",
    "Participant",
    "Photo",
    "Recommendation",
    "ReportedFigure",
    "Response",
    "SiteCheck",
    "TeamMember",
    "Visit",
]
