"""The forms of django-allauth, with the portal's words and limits."""

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp import forms as totp_forms
from django.core.exceptions import ValidationError

from ..exceptions import TooManyTriesError
from ..throttle import counted_try

PASSWORD_HELP = (
    "Ít nhất 8 ký tự, nên từ 12 ký tự trở lên. Không dùng mật khẩu dễ đoán,"
    " toàn chữ số hoặc giống tên của mình."
)


class PlainFields:
    """A label says what a field is; a placeholder that repeats it only hides."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(PlainFields, account_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = "Tên đăng nhập hoặc e-mail"
        login.widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        }
        password.help_text = ""


class NewPassword(PlainFields):
    """Two fields for a new password, with the advice that the portal gives."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HELP
        self.fields["password2"].label = "Nhập lại mật khẩu mới"


class ChangePasswordForm(NewPassword, account_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""

    def clean_password1(self):
        """Refuse the old password again, the one handed over at first above all."""
        password = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise ValidationError("Mật khẩu mới phải khác mật khẩu đang dùng.")
        return password


class ResetPasswordForm(PlainFields, account_forms.ResetPasswordForm):
    pass


class NewPasswordForm(NewPassword, account_forms.ResetPasswordKeyForm):
    pass


class ConfirmPasswordForm(PlainFields, account_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class CountedCode(PlainFields):
    """A code of the second factor, within the limits on wrong tries."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}

    def clean_code(self):
        try:
            with counted_try(context.request, f"second factor of {self.user.pk}"):
                return super().clean_code()
        except TooManyTriesError as error:
            raise ValidationError(error.message) from error


class CodeForm(CountedCode, code_forms.AuthenticateForm):
    pass


class ConfirmCodeForm(CountedCode, code_forms.ReauthenticateForm):
    pass


class ActivateForm(CountedCode, totp_forms.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Mã gồm 6 chữ số trên ứng dụng"
