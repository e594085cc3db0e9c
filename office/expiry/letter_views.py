"""The page that turns rows of the board into letters."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from documents.enums import DocumentType
from documents.exceptions import LetterError
from documents.models import Document
from documents.reminders import Signer
from documents.services import issue_reminders

from .forms import LetterForm
from .letters import RIGHT, Choice, choice_of

CHANGED = "Danh sách theo bộ lọc vừa thay đổi. Hãy xem lại rồi xác nhận."


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(RIGHT, raise_exception=True)
def letters(request):
    """Show the letters that the chosen rows make, then issue them in one act."""
    sent = request.POST if request.method == "POST" else None
    choice = choice_of(request, sent or request.GET)
    form = LetterForm(sent)
    form.expect(len(choice.letters))
    understood = form.is_valid()
    if understood and (issued := _issued(request, form, choice)):
        messages.success(request, f"Đã ban hành {len(issued)} công văn, vào sổ.")
        today = f"{timezone.localdate():%d/%m/%Y}"
        query = {"loai": DocumentType.LETTER, "ngay": today}
        return redirect(reverse("documents:list", query=query))
    status = 409 if understood else 422 if form.errors else 200
    agency = request.user.agency
    context = {"choice": choice, "form": form, "agency": agency}
    return render(request, "office/expiry_letters.html", context, status=status)


def _issued(request, form: LetterForm, choice: Choice) -> list[Document]:
    """Issue all if their number was typed; otherwise say why not at the form."""
    given, number = form.cleaned_data, len(choice.letters)
    if given["count"] != number:
        message = f"Có {number} công văn sẽ ban hành; gõ đúng số này để xác nhận."
        form.add_error("count", message)
    elif choice.query is not None and request.POST.get("dau") != choice.seal:
        form.add_error(None, CHANGED)
    elif choice.is_too_much:
        form.add_error(None, "Quá nhiều công văn trong một lần; hãy lọc hẹp lại.")
    elif request.user.agency is None:
        form.add_error(None, "Tài khoản của bạn chưa thuộc cơ quan nào.")
    else:
        signer = Signer(given["signer"], given["position"], given["on_behalf"])
        reminders = choice.reminders(signer, given["note"], by=request.user)
        try:
            return issue_reminders(reminders, by=request.user)
        except LetterError as error:
            form.add_error(None, str(error))
    return []
