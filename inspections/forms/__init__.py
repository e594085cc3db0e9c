from .answers import SentAnswers
from .campaigns import CampaignForm
from .checks import CaptionForm, PhotosForm, SiteCheckForm
from .findings import (
    FindingForm,
    FindingsForm,
    RecommendationForm,
    RecommendationsForm,
)
from .follow_up import CloseForm, ExtendForm, ReopenForm, ResponseForm
from .visit_rows import FigureFormSet, ParticipantFormSet, TeamFormSet
from .visits import (
    ReopenVisitForm,
    ReturnVisitForm,
    SiteChoiceForm,
    StepForm,
    VisitForm,
)

__all__ = [
    "CampaignForm",
    "CaptionForm",
    "CloseForm",
    "ExtendForm",
    "FigureFormSet",
    "FindingForm",
    "FindingsForm",
    "ParticipantFormSet",
    "PhotosForm",
    "RecommendationForm",
    "RecommendationsForm",
    "ReopenForm",
    "ReopenVisitForm",
    "ResponseForm",
    "ReturnVisitForm",
    "SentAnswers",
    "SiteCheckForm",
    "SiteChoiceForm",
    "StepForm",
    "TeamFormSet",
    "VisitForm",
]
