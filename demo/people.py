"""The accounts of the demonstration, one for each role and a few for scope."""

import datetime
from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import Assignment, User
from accounts.services import assign, create_user
from areas.models import Agency, Area

PASSWORD = "ocop-demo-2026"
SINCE = datetime.date(2020, 1, 1)


@dataclass(frozen=True)
class Account:
    """Who signs in as what; places are (code, whether the unit has ended)."""

    username: str
    full_name: str
    title: str
    agency: str
    role: Role
    places: tuple[tuple[str, bool], ...]


HOA_AN_HEIRS = (("051", True), ("01654", False), ("01660", False), ("01699", False))
ACCOUNTS = (
    Account(
        "quantri",
        "Quản trị (mẫu)",
        "Chuyên viên",
        "Văn phòng Điều phối nông thôn mới tỉnh Cao Bằng",
        Role.ADMIN,
        (("04", False),),
    ),
    Account(
        "dieuphoi",
        "Điều phối viên tỉnh (mẫu)",
        "Chuyên viên Văn phòng Điều phối",
        "Văn phòng Điều phối nông thôn mới tỉnh Cao Bằng",
        Role.PROVINCIAL,
        (("04", False),),
    ),
    Account(
        "lanhdao.hoaan",
        "Lãnh đạo Hòa An (mẫu)",
        "Phó Chủ tịch",
        "UBND huyện Hòa An",
        Role.LEAD,
        HOA_AN_HEIRS,
    ),
    Account(
        "canbo.hoaan",
        "Cán bộ huyện Hòa An (mẫu)",
        "Chuyên viên",
        "UBND huyện Hòa An",
        Role.OFFICER,
        HOA_AN_HEIRS,
    ),
    Account(
        "canbo.xahoaan",
        "Cán bộ xã Hòa An (mẫu)",
        "Công chức xã",
        "UBND xã Hòa An",
        Role.OFFICER,
        (("01654", False),),
    ),
    Account(
        "canbo.trungkhanh",
        "Cán bộ huyện Trùng Khánh (mẫu)",
        "Chuyên viên",
        "UBND huyện Trùng Khánh",
        Role.OFFICER,
        (("047", True), ("01477", False)),
    ),
    Account(
        "nguoixem",
        "Người xem (mẫu)",
        "Chuyên viên",
        "Sở Công Thương tỉnh Cao Bằng",
        Role.VIEWER,
        (("04", False),),
    ),
)


def place(code: str, ended: bool) -> Area:
    """Return the former unit with the code, or the unit of today."""
    return Area.objects.get(code=code, valid_to__isnull=not ended)


def load_people() -> None:
    """Create the demonstration accounts that are missing, with their assignments."""
    for account in ACCOUNTS:
        if User.objects.filter(username=account.username).exists():
            continue
        user = User(
            username=account.username,
            email=f"{account.username}@example.vn",
            full_name=account.full_name,
            title=account.title,
            agency=Agency.objects.get(name=account.agency),
        )
        create_user(user, by=None, password=PASSWORD, must_change=False)
        for unit in account.places:
            assign(
                Assignment(
                    user=user, role=account.role, area=place(*unit), valid_from=SINCE
                ),
                by=None,
            )
