from django import forms

from core.forms import form_helper, section, side_by_side


class LetterForm(forms.Form):
    """Who signs the letters, what they say besides, and their number to confirm."""

    on_behalf = forms.CharField(
        label="Ký thay",
        max_length=150,
        required=False,
        help_text="Ví dụ: KT. CHÁNH VĂN PHÒNG; để trống khi người đứng đầu ký.",
    )
    position = forms.CharField(
        label="Chức vụ người ký",
        max_length=150,
        help_text="Ví dụ: Phó Chánh Văn phòng.",
    )
    signer = forms.CharField(label="Họ và tên người ký", max_length=100)
    note = forms.CharField(
        label="Nội dung thêm",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Một đoạn in trong tất cả các công văn.",
    )
    count = forms.IntegerField(label="Số công văn sẽ ban hành", min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            section("Người ký", side_by_side("on_behalf", "position"), "signer"),
            section("Nội dung", "note"),
            section("Xác nhận", "count"),
            save="Ban hành công văn",
        )
        self.helper.form_tag = False  # the page opens it, with the rows chosen
        self.helper.disable_csrf = True

    def expect(self, number: int) -> None:
        """Say what has to be typed."""
        self["count"].help_text = f"Gõ {number} để xác nhận."
