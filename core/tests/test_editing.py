from django import forms
from django.http import Http404
from django.test import RequestFactory, SimpleTestCase

from core.editing import answer_form
from core.versions import GoneError


class AnswerFormTests(SimpleTestCase):
    def test_what_was_deleted_meanwhile_is_not_found(self):
        def save():
            raise GoneError

        request = RequestFactory().post("/")
        with self.assertRaisesMessage(Http404, "vừa bị xóa"):
            answer_form(request, forms.Form({}), save, done="", context={})
