"""The columns of a producer: the one place that says what they are called and hold.

Serves the reader of annexes, the template for download, the back office and exports.
"""

from functools import partial

from core.cells import read_line
from core.contacts import read_email, read_phones
from core.sheets import SheetField, SheetResource, in_words, longest

from .cells import (
    read_kind,
    read_sex,
    read_state,
    read_tax_code,
    read_website,
)
from .enums import LegalKind, ProducerState, Sex
from .models import Producer, Representative, Site


class ProducerResource(SheetResource):
    producer = SheetField(
        "name",
        "Tên chủ thể",
        partial(read_line, max_length=longest(Producer, "name")),
        wordings=[
            "Chủ thể",
            "Chủ thể OCOP",
            "Tên chủ thể OCOP",
            "Chủ thể sản xuất",
            "Tên chủ thể sản xuất",
            "Chủ thể SXKD",
            "Chủ thể sản xuất kinh doanh",
            "Tên cơ sở",
            "Cơ sở",
            "Tên cơ sở sản xuất",
            "Cơ sở sản xuất",
            "Đơn vị",
            "Tên đơn vị",
            "Đơn vị sản xuất",
            "Nhà sản xuất",
            "Tên doanh nghiệp, HTX",
            "Tên tổ chức, cá nhân",
            "Tên tổ chức",
            "Tổ chức, cá nhân",
            "Tên HTX, DN, hộ KD",
            "Tên HTX",
            "Tên công ty",
            "Chủ thể tham gia",
            "Chủ thể thực hiện",
            "Chủ thể sở hữu",
            "Chủ sản phẩm",
            "Đơn vị chủ thể",
            "Đơn vị thực hiện",
        ],
        hint="Tên đầy đủ như trên giấy đăng ký; một chủ thể viết một cách.",
        example="Hợp tác xã Nông nghiệp Hoàng Tung",
        is_required=True,
    )
    legal_kind = SheetField(
        "legal_kind",
        "Loại hình",
        read_kind,
        write=in_words(LegalKind),
        wordings=[
            "Loại chủ thể",
            "Loại hình chủ thể",
            "Loại hình tổ chức",
            "Loại hình tổ chức sản xuất",
        ],
        hint="Để trống thì lấy theo tên chủ thể.",
        example="hợp tác xã",
        options=[kind.label for kind in LegalKind if kind],
    )
    tax_code = SheetField(
        "tax_code",
        "Mã số thuế",
        read_tax_code,
        wordings=["MST", "Mã số DN", "Mã số doanh nghiệp", "Mã số thuế, số định danh"],
        hint="Ghi dạng văn bản: 10 số, 10 số kèm -3 số, hoặc 12 số định danh.",
        example="4800123456",
    )
    registration_number = SheetField(
        "registration_number",
        "Số ĐKKD",
        partial(read_line, max_length=longest(Producer, "registration_number")),
        wordings=[
            "Số đăng ký kinh doanh",
            "Giấy đăng ký kinh doanh",
            "Số giấy đăng ký kinh doanh",
        ],
        example="11A8000123",
    )
    representative = SheetField(
        "representative__name",
        "Người đại diện",
        partial(read_line, max_length=longest(Representative, "name")),
        wordings=[
            "Đại diện",
            "Đại diện cơ sở",
            "Đại diện pháp luật",
            "Người đại diện pháp luật",
            "Họ tên người đại diện",
            "Họ và tên người đại diện",
            "Họ tên người đại diện pháp lý",
            "Tên người đại diện",
            "Chủ cơ sở",
            "Chủ hộ",
            "Họ và tên chủ hộ",
            "Họ tên chủ hộ",
            "Chủ nhiệm HTX",
            "Người đứng đầu",
            "Giám đốc",
        ],
        hint="Dữ liệu cá nhân, không công bố.",
        example="Nguyễn Văn A",
        readonly=True,
    )
    sex = SheetField(
        "representative__sex",
        "Giới tính",
        read_sex,
        write=in_words(Sex),
        wordings=["Nam, nữ", "Nam/Nữ", "Giới"],
        example="nữ",
        options=[Sex.FEMALE.label, Sex.MALE.label],
        readonly=True,
    )
    ethnicity = SheetField(
        "representative__ethnicity",
        "Dân tộc",
        partial(read_line, max_length=longest(Representative, "ethnicity")),
        example="Tày",
        readonly=True,
    )
    phones = SheetField(
        "phones",
        "Điện thoại",
        read_phones,
        wordings=[
            "Số điện thoại",
            "SĐT",
            "ĐT",
            "ĐT liên hệ",
            "Điện thoại liên hệ",
            "Số điện thoại liên hệ",
            "Di động",
            "Số ĐT",
            "Số di động",
            "ĐTDĐ",
            "SĐT liên hệ",
        ],
        hint="Nhiều số thì cách nhau bằng dấu chấm phẩy.",
        example="0912345678; 02063852123",
    )
    email = SheetField(
        "email",
        "Thư điện tử",
        read_email,
        wordings=["Email", "E-mail", "Hộp thư điện tử"],
        example="htx@example.vn",
    )
    website = SheetField(
        "website",
        "Website",
        read_website,
        wordings=["Trang web", "Trang thông tin", "Trang thông tin, mạng xã hội"],
        example="https://example.vn",
    )
    address = SheetField(
        "main_site__address",
        "Địa chỉ",
        partial(read_line, max_length=longest(Site, "address")),
        wordings=[
            "Địa chỉ cơ sở",
            "Địa chỉ sản xuất",
            "Địa chỉ cơ sở sản xuất",
            "Địa chỉ chủ thể",
            "Địa chỉ liên hệ",
            "Địa chỉ trụ sở",
            "Trụ sở",
            "Địa chỉ mới",
            "Địa điểm",
            "Địa điểm sản xuất",
            "Nơi sản xuất",
            "Địa bàn",
            "Xóm",
            "Thôn",
            "Thôn, xóm",
            "Xóm, thôn",
            "Thôn/xóm/tổ",
        ],
        hint="Có tên xã, phường; ghi cả huyện nếu theo địa giới trước 01/7/2025.",
        example="Xóm Bó Mạ, xã Hòa An, tỉnh Cao Bằng",
        readonly=True,
    )
    commune = SheetField(
        "main_site__place__name",
        "Xã, phường",
        partial(read_line, max_length=200),
        wordings=[
            "Xã",
            "Phường",
            "Xã/Phường",
            "Xã, phường, thị trấn",
            "Xã/phường/thị trấn",
            "Xã, thị trấn",
            "Tên xã",
            "Địa chỉ xã",
            "Địa bàn như đã ghi",
        ],
        example="Xã Hòa An",
        readonly=True,
    )
    district = SheetField(
        None,
        "Huyện, thành phố (trước 01/7/2025)",
        partial(read_line, max_length=200),
        wordings=[
            "Huyện",
            "Huyện/TP",
            "Huyện, TP",
            "Huyện, thành phố",
            "Huyện, thị xã, thành phố",
            "Quận, huyện",
            "Tên huyện",
        ],
        hint="Chỉ ghi khi xã, phường theo địa giới trước 01/7/2025.",
        readonly=True,
    )
    state = SheetField(
        "state",
        "Tình trạng hoạt động",
        read_state,
        write=in_words(ProducerState),
        wordings=["Tình trạng HĐ", "Trạng thái", "Tình trạng", "Hiện trạng"],
        example="hoạt động",
        options=[state.label for state in ProducerState],
    )

    class Meta:
        model = Producer
        fields = [
            "producer",
            "legal_kind",
            "tax_code",
            "registration_number",
            "representative",
            "sex",
            "ethnicity",
            "phones",
            "email",
            "website",
            "address",
            "commune",
            "district",
            "state",
        ]
