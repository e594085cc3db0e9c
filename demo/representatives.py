"""Made-up people who stand for the producers, so that reports have whom to count."""

from itertools import cycle

from accounts.models import User
from producers.enums import Sex
from producers.models import Producer, Representative
from producers.services import save_representative

SEXES = (Sex.MALE, Sex.FEMALE, Sex.MALE, Sex.FEMALE, Sex.MALE)
ETHNICITIES = ("Tày", "Nùng", "Kinh", "Mông", "Tày", "Dao", "Kinh")


def load_representatives() -> None:
    """Record one for each producer, in the order in which these were imported."""
    by = User.objects.get(username="quantri")
    people = zip(Producer.objects.order_by("pk"), cycle(SEXES), cycle(ETHNICITIES))
    for number, (producer, sex, ethnicity) in enumerate(people, start=1):
        person = Representative(
            producer=producer,
            name=f"Người đại diện {number} (mẫu)",
            sex=sex,
            ethnicity=ethnicity,
        )
        save_representative(person, by=by)
