from .checklist import ChecklistUploadForm
from .kind import KindForm
from .layout import HeaderForm, LayoutForm
from .questions import ChoicesForm, QuestionsForm
from .upload import UploadForm

__all__ = [
    "ChecklistUploadForm",
    "ChoicesForm",
    "HeaderForm",
    "KindForm",
    "LayoutForm",
    "QuestionsForm",
    "UploadForm",
]
