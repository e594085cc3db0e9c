from .decisions import DecisionForm
from .papers import PaperForm
from .products import ProductForm
from .recognitions import DossierForm, EndForm, RecognitionForm
from .standing import OnDayForm

__all__ = [
    "DecisionForm",
    "DossierForm",
    "EndForm",
    "OnDayForm",
    "PaperForm",
    "ProductForm",
    "RecognitionForm",
]
