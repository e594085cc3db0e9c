from collections.abc import Sequence
from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from core.pagination import paginate

from .. import answers, services
from ..enums import WRITTEN
from ..exceptions import ImportRefusedError
from ..forms import ChoicesForm, QuestionsForm
from ..models import ImportRow, ImportRun
from ..passwords import AT_ONCE, waiting_for_passwords
from ..reports import outcome_tabs, record_tallies, run_facts
from ..undoing import may_be_undone

QUESTIONS_SHOWN, ROWS_SHOWN = 20, 50


def open_run(request, pk) -> ImportRun:
    """Return a run that this person may go on with and that has written nothing."""
    runs = ImportRun.objects.editable_by(request.user).exclude(state__in=WRITTEN)
    return get_object_or_404(runs, pk=pk)


def lists_refusals(view):
    """Lead back to the list of imports where a page itself is refused, and say why."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except ImportRefusedError as refusal:
            messages.error(request, str(refusal))
            return redirect("imports:list")

    return answer


def is_busy(request, run: ImportRun) -> bool:
    """Return whether a run is to be left alone now; say so to who sent something."""
    if run.is_busy and request.method == "POST":
        messages.error(request, "Tệp này đang được xử lý, xin chờ xong rồi làm tiếp.")
    return run.is_busy


class RunPage:
    """The page of one run as its address asks for it, with what was sent to it.

    Only who may go on with an open run gets questions and choices.
    """

    def __init__(self, request, run: ImportRun, *, may_edit: bool):
        self.request = request
        self.run = run
        self.tabs = outcome_tabs(run)
        self.outcome = request.GET.get("ket_qua", "")
        if self.outcome not in {key for key, _, _ in self.tabs}:
            raise Http404
        rows = run.rows.with_outcome(self.outcome)
        self.rows = paginate(request, rows, ROWS_SHOWN)
        self.may_go_on = may_edit and not run.is_committed
        self.may_undo = may_edit and may_be_undone(run)
        if self.may_go_on:
            self.choices = ChoicesForm(instance=run, rows=self._choosable())
            questions = Paginator(run.questions.all(), QUESTIONS_SHOWN)
            self.asked = questions.get_page(request.GET.get("cau"))
            self.questions = self._questions_form()

    def _questions_form(self, data=None) -> QuestionsForm:
        asked = list(self.asked)
        return QuestionsForm(
            data,
            questions=asked,
            places=answers.places_of(asked),
            resolve=answers.place_resolver(self.run, by=self.request.user),
        )

    def sent_answers(self) -> QuestionsForm:
        """Take in the answers sent to the page."""
        self.questions = self._questions_form(self.request.POST)
        return self.questions

    def sent_choices(self) -> ChoicesForm:
        """Take in the choices sent to the page."""
        self.choices = ChoicesForm(
            self.request.POST, instance=self.run, rows=self._choosable()
        )
        return self.choices

    def _choosable(self) -> Sequence[ImportRow]:
        """Return the rows to choose for: none where the file meets nothing stored."""
        return list(self.rows) if self.run.has_matches else []

    def _waiting(self) -> int:
        """Return how many people this person may give first passwords now."""
        user = self.request.user
        if not self.run.is_committed or not user.has_perm("accounts.change_user"):
            return 0
        return waiting_for_passwords(self.run, by=user).count()

    def response(self, status: int = 200):
        context = {
            "run": self.run,
            "outcome": self.outcome,
            "tabs": self.tabs,
            "page": self.rows,
            "records": record_tallies(self.run.kind, self.run.counts),
            "facts": run_facts(self.run),
            "may_go_on": self.may_go_on,
            "may_undo": self.may_undo,
            "waiting": self._waiting(),
            "at_once": AT_ONCE,
            "earlier": services.earlier_commit(self.run, by=self.request.user),
        }
        if self.may_go_on:
            context["asked"] = self.asked
            context["questions"] = self.questions
            context["choices"] = self.choices
        return render(self.request, "imports/detail.html", context, status=status)
