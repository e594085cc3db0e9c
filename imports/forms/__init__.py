from .layout import HeaderForm, LayoutForm
from .upload import UploadForm

__all__ = ["HeaderForm", "LayoutForm", "UploadForm"]
