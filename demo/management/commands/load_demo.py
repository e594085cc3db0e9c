from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

import office.services
from accounts.models import User
from demo.lists import load_lists
from demo.near_expiry import NEAR, load_near_expiry
from demo.other_visits import load_other_visits
from demo.people import ACCOUNTS, PASSWORD, load_people, place
from demo.positions import load_positions
from demo.representatives import load_representatives
from demo.revocations import load_revocations
from demo.saved_views import load_saved_views
from demo.scoring import load_scoring
from demo.seed_visit import CAMPAIGN, load_campaign, load_visit
from inspections import services
from inspections.models import Campaign
from producers.models import Representative, Site
from products.models import Product, ScoreSheet


class Command(BaseCommand):
    help = (
        "Nạp dữ liệu trình diễn qua chính chức năng nhập và ghi của cổng, rồi in các"
        " tài khoản; chạy lại không đổi gì."
    )

    def handle(self, *args, **options):
        if not settings.DEMO_MODE:
            raise CommandError("Chỉ nạp dữ liệu trình diễn khi DEMO_MODE đang bật.")
        load_people()
        load_saved_views()
        with transaction.atomic():
            load_lists(by=User.objects.get(username="quantri"))
        if not Campaign.objects.filter(name=CAMPAIGN).exists():
            with transaction.atomic():
                self.load_visits()
        if not ScoreSheet.objects.exists():
            with transaction.atomic():
                load_scoring()
        if not Product.objects.filter(name=NEAR[0].product).exists():
            with transaction.atomic():
                load_near_expiry()
        if not Representative.objects.exists():
            with transaction.atomic():
                load_representatives()
        if not Site.objects.filter(latitude__isnull=False).exists():
            with transaction.atomic():
                load_positions()
        self.print_accounts()

    def load_visits(self):
        """Enter the day of 15/9/2023 and let its leader sign it, then the others."""
        officer = User.objects.get(username="canbo.hoaan")
        lead = User.objects.get(username="lanhdao.hoaan")
        district = place("051", ended=True)
        steering = User.objects.get(username="dieuphoi")
        campaign = load_campaign(district, by=steering)
        visit = load_visit(campaign, district, by=officer)
        services.submit_visit(visit, by=officer)
        services.approve_visit(visit, by=lead)
        office.services.sign_visit(visit, by=lead)
        load_other_visits()
        load_revocations()

    def print_accounts(self):
        self.stdout.write(f"Dữ liệu trình diễn. Mật khẩu chung: {PASSWORD}")
        for account in ACCOUNTS:
            role = account.role.label
            self.stdout.write(f"  {account.username:<18}{account.full_name} – {role}")
