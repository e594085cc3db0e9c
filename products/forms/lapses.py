from core.forms import VersionedModelForm, form_helper, section

from ..models import Lapse


class LapseForm(VersionedModelForm):
    """Why a certificate was not renewed; the constraint asks other causes for words."""

    class Meta:
        model = Lapse
        fields = ["cause", "note"]

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cause"].empty_label = "Chọn lý do"
        self.helper = form_helper(
            "version",
            section("Lý do không đánh giá lại", "cause", "note"),
            save="Lưu lý do",
            cancel_url=cancel_url,
        )
