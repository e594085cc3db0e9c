from .campaigns import CampaignForm
from .follow_up import CloseForm, ExtendForm, ReopenForm, ResponseForm

__all__ = ["CampaignForm", "CloseForm", "ExtendForm", "ReopenForm", "ResponseForm"]
