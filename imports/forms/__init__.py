from .kind import KindForm
from .layout import HeaderForm, LayoutForm
from .upload import UploadForm

__all__ = ["HeaderForm", "KindForm", "LayoutForm", "UploadForm"]
