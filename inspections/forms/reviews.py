from django import forms

from ..models import ReviewComment


class CommentForm(forms.ModelForm):
    """A comment; with ``uuid`` of its page the same words sent twice are one.

    ``phieu`` and ``o`` name the check and the question, where it is about one.
    """

    uuid = forms.UUIDField(required=False)
    phieu = forms.UUIDField(required=False)
    o = forms.RegexField(
        r"^\d{1,15}-\d{1,15}$", required=False, empty_value="", strip=True
    )
    text = forms.CharField(label="Ý kiến", max_length=2000)

    class Meta:
        model = ReviewComment
        fields = ["text"]
