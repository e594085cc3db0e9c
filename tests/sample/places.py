"""A page with a place to fill in, for tests of the field alone."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from areas.fields import PlaceField
from core.forms import form_helper
from ocop_portal import urls as portal

RIGHT = "producers.change_site"
PAGE = """{% extends "base.html" %}{% load crispy_forms_tags %}
{% block title %}Nơi sản xuất{% endblock %}{% block heading %}Nơi sản xuất{% endblock %}
{% block content %}{% crispy form %}{% endblock %}"""


class SampleForm(forms.Form):
    place = PlaceField(label="xã, phường, thị trấn", help_text="Như trên biên bản.")
    note = forms.CharField(label="ghi chú", required=False)

    def __init__(self, *args, user, keep=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].narrow_to(user, RIGHT, keep=keep)
        self.helper = form_helper("place", "note")


def sample_form(request):
    form = SampleForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        messages.success(request, f"Đã ghi {form.cleaned_data['place'].full_name}.")
        return redirect("sample")
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"form": form}, request))


handler400, handler403 = portal.handler400, portal.handler403
handler404, handler500 = portal.handler404, portal.handler500
urlpatterns = [path("mau/", sample_form, name="sample"), *portal.urlpatterns]
