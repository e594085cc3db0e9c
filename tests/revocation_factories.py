"""Factories of proposals to revoke and of what lies behind them."""

import datetime

import factory
from factory.django import DjangoModelFactory

from inspections.enums import BasisKind
from inspections.models import ProposedGround, RevocationBasis, RevocationProposal
from products.enums import EndReason

from .factories import RecognitionFactory, VisitFactory


class ProposalFactory(DjangoModelFactory):
    """A proposal on the ground of a breach, counted from the day it was made."""

    class Meta:
        model = RevocationProposal
        skip_postgeneration_save = True

    recognition = factory.SubFactory(RecognitionFactory)
    visit = factory.SubFactory(VisitFactory)
    counted_on = datetime.date(2023, 9, 20)
    text = "Đề nghị thu hồi công nhận."
    proposed_on = factory.SelfAttribute("counted_on")

    @factory.post_generation
    def reasons(self, create, extracted, **kwargs):
        for reason in extracted or [EndReason.BREACH]:
            ProposedGround.objects.create(proposal=self, reason=reason)


class BasisFactory(DjangoModelFactory):
    """A fine behind a proposal."""

    class Meta:
        model = RevocationBasis

    proposal = factory.SubFactory(ProposalFactory)
    recognition = factory.SelfAttribute("proposal.recognition")
    kind = BasisKind.FINE
    number = "15/QĐ-XPHC"
    dated_on = datetime.date(2023, 9, 18)
    agency = "Chi cục Quản lý thị trường"
    amount = 5_000_000
