from .criteria import Criterion, Heading, Option
from .decisions import Decision
from .dossiers import Dossier
from .lapses import Lapse
from .papers import Paper
from .products import Product
from .recognitions import Recognition, RecognitionEnd
from .regimes import CriteriaSet, Regime
from .scoring import ScoreLine, ScoreSheet

__all__ = [
    "CriteriaSet",
    "Criterion",
    "Decision",
    "Dossier",
    "Heading",
    "Lapse",
    "Option",
    "Paper",
    "Product",
    "Recognition",
    "RecognitionEnd",
    "Regime",
    "ScoreLine",
    "ScoreSheet",
]
