from .decisions import DecisionForm
from .lapses import LapseForm
from .papers import PaperForm
from .products import ProductForm
from .recognitions import DossierForm, EndForm, RecognitionForm
from .scoring import ScoringForm, SheetForm
from .standing import OnDayForm

__all__ = [
    "DecisionForm",
    "DossierForm",
    "EndForm",
    "LapseForm",
    "OnDayForm",
    "PaperForm",
    "ProductForm",
    "RecognitionForm",
    "ScoringForm",
    "SheetForm",
]
