from .answer_links import AnswerForm, AnswerLinkForm, ReviewForm
from .answers import SentAnswers
from .campaigns import CampaignForm
from .checklists import (
    DraftForm,
    ItemForm,
    MinimaForm,
    PlaceForm,
    PreviewForm,
    PublishForm,
    RenameForm,
)
from .checks import CaptionForm, PhotosForm, SiteCheckForm
from .findings import (
    FindingForm,
    FindingsForm,
    RecommendationForm,
    RecommendationsForm,
)
from .follow_up import (
    CloseFindingForm,
    CloseForm,
    CloseManyForm,
    ExtendForm,
    ExtendManyForm,
    LiftForm,
    ReopenForm,
    ResponseForm,
    WaiveForm,
    WaiveManyForm,
)
from .minutes import (
    CorrectMinutesForm,
    SignatureForm,
    WithdrawCorrectionForm,
    signer_of,
)
from .rechecks import CloseLookedAtForm, PointsForm, RecheckForm
from .reviews import CommentForm
from .revocations import BasisForm, DecideForm, DropForm, ProposalForm, ProposeForm
from .samples import (
    LabReportForm,
    LabResultFormSet,
    RemoveReportForm,
    SampleForm,
)
from .visit_rows import FigureFormSet, ParticipantFormSet, TeamFormSet
from .visits import (
    ReopenVisitForm,
    ReturnVisitForm,
    SiteChoiceForm,
    StepForm,
    VisitForm,
)

__all__ = [
    "AnswerForm",
    "AnswerLinkForm",
    "BasisForm",
    "CampaignForm",
    "CaptionForm",
    "CloseFindingForm",
    "CloseForm",
    "CloseLookedAtForm",
    "CloseManyForm",
    "CommentForm",
    "CorrectMinutesForm",
    "DecideForm",
    "DraftForm",
    "DropForm",
    "ExtendForm",
    "ExtendManyForm",
    "FigureFormSet",
    "FindingForm",
    "FindingsForm",
    "ItemForm",
    "LabReportForm",
    "LabResultFormSet",
    "LiftForm",
    "MinimaForm",
    "ParticipantFormSet",
    "PhotosForm",
    "PlaceForm",
    "PointsForm",
    "PreviewForm",
    "ProposalForm",
    "ProposeForm",
    "PublishForm",
    "RecheckForm",
    "RecommendationForm",
    "RecommendationsForm",
    "RemoveReportForm",
    "RenameForm",
    "ReopenForm",
    "ReopenVisitForm",
    "ResponseForm",
    "ReturnVisitForm",
    "ReviewForm",
    "SampleForm",
    "SentAnswers",
    "SignatureForm",
    "SiteCheckForm",
    "SiteChoiceForm",
    "StepForm",
    "TeamFormSet",
    "VisitForm",
    "WaiveForm",
    "WaiveManyForm",
    "WithdrawCorrectionForm",
    "signer_of",
]
