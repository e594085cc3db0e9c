from .papers import Paper
from .products import Product
from .recognitions import Decision, Dossier, Recognition, RecognitionEnd
from .regimes import CriteriaSet, Regime

__all__ = [
    "CriteriaSet",
    "Decision",
    "Dossier",
    "Paper",
    "Product",
    "Recognition",
    "RecognitionEnd",
    "Regime",
]
