"""The columns of a list of people who are to sign in: what they are called and hold."""

from functools import partial

from core.cells import read_date, read_line
from core.contacts import read_phones
from core.sheets import SheetField, SheetResource, longest

from .cells import read_address, read_flag, read_role, read_username
from .enums import Role
from .models import User


class UserResource(SheetResource):
    full_name = SheetField(
        "full_name",
        "Họ và tên",
        partial(read_line, max_length=longest(User, "full_name")),
        wordings=["Họ tên", "Họ và tên cán bộ", "Họ tên cán bộ", "Họ, tên"],
        example="Nông Thị Hoa",
        is_required=True,
    )
    username = SheetField(
        "username",
        "Tên đăng nhập",
        read_username,
        wordings=["Tài khoản", "Tên tài khoản", "Tên người dùng", "Username"],
        hint="Chữ thường không dấu, chữ số và các dấu . _ -; người mới phải có.",
        example="nong.thi.hoa",
    )
    title = SheetField(
        "title",
        "Chức vụ",
        partial(read_line, max_length=longest(User, "title")),
        wordings=["Chức danh", "Chức vụ, chức danh"],
        example="Chuyên viên",
    )
    agency = SheetField(
        "agency__name",
        "Cơ quan",
        partial(read_line, max_length=200),
        wordings=["Cơ quan, đơn vị", "Đơn vị", "Đơn vị công tác", "Cơ quan công tác"],
        hint="Tên cơ quan như trong danh mục, trong địa bàn bạn quản trị.",
        readonly=True,
    )
    email = SheetField(
        "email",
        "E-mail",
        read_address,
        wordings=["Email", "Thư điện tử", "Hộp thư điện tử", "Địa chỉ email"],
        hint="Mỗi người một địa chỉ.",
        example="hoa@example.vn",
    )
    phone = SheetField(
        "phone",
        "Điện thoại",
        partial(read_phones, max_length=longest(User, "phone")),
        wordings=["Số điện thoại", "SĐT", "ĐT", "Di động", "Điện thoại liên hệ"],
        example="0912345678",
    )
    role = SheetField(
        None,
        "Vai trò",
        read_role,
        wordings=["Quyền", "Nhóm quyền", "Phân quyền", "Vai trò trên hệ thống"],
        example=Role.OFFICER.label,
        options=[role.label for role in Role],
        hint="Người mới phải có vai trò và địa bàn; mỗi vai trò thêm một dòng.",
        readonly=True,
    )
    area = SheetField(
        None,
        "Địa bàn",
        partial(read_line, max_length=200),
        wordings=[
            "Địa bàn phụ trách",
            "Địa bàn quản lý",
            "Địa bàn được phân công",
            "Xã, phường phụ trách",
        ],
        example="Xã Hòa An",
        hint="Tên xã, phường hoặc tỉnh, trong địa bàn bạn quản trị.",
        readonly=True,
    )
    may_import = SheetField(
        None,
        "Được nhập Excel",
        read_flag,
        wordings=["Được nhập danh sách"],
        options=["có", "không"],
        hint="Chỉ dùng cho lãnh đạo.",
        readonly=True,
    )
    valid_from = SheetField(
        None,
        "Từ ngày",
        read_date,
        wordings=["Ngày bắt đầu", "Phân công từ ngày", "Hiệu lực từ ngày"],
        hint="dd/mm/yyyy; để trống là từ hôm nay.",
        readonly=True,
    )

    class Meta:
        model = User
        fields = [
            "full_name",
            "username",
            "title",
            "agency",
            "email",
            "phone",
            "role",
            "area",
            "may_import",
            "valid_from",
        ]
