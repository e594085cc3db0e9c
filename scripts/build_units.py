"""Build areas/data/units.csv from a package of the Python registry.

Source: vietnamadminunits 1.0.4 (MIT), which holds the units in force until 30/6/2025
and since 1/7/2025 with their codes, and which former commune went where. Run:

    python -m pip download --no-deps vietnamadminunits==1.0.4 -d build
    python scripts/build_units.py build/vietnamadminunits-1.0.4-py3-none-any.whl

The same wheel gives the same file. ``docs/data-sources.md`` says what is checked.
"""

import csv
import json
import sqlite3
import sys
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "areas" / "data" / "units.csv"
LAST_OLD_DAY, FIRST_NEW_DAY = "2025-06-30", "2025-07-01"
COLUMNS = [
    "code",
    "name",
    "level",
    "parent_code",
    "valid_from",
    "valid_to",
    "successor_codes",
]
DATA = "vietnamadminunits/data/"
# Names that the package does not have yet: provinces that became cities and communes
# that became wards in 2026, and the spelling of the catalogue of units.
NAMES_OF_TODAY = {
    "22": "Thành phố Quảng Ninh",
    "24": "Thành phố Bắc Ninh",
    "75": "Thành phố Đồng Nai",
    "00922": "Xã Thuận Hoà",
    "02287": "Xã Chiêm Hoá",
    "02353": "Xã Hoà An",
    "02419": "Xã Thái Hoà",
    "02620": "Xã Sơn Thuỷ",
    "07294": "Phường Bố Hạ",
    "07375": "Phường Lạng Giang",
    "07399": "Phường Kép",
    "07444": "Phường Lục Nam",
    "07840": "Phường Hiệp Hoà",
    "09193": "Phường Yên Phong",
    "09292": "Phường Phù Lãng",
    "09313": "Phường Chi Lăng",
    "09319": "Phường Tiên Du",
    "09454": "Phường Gia Bình",
    "09475": "Phường Nhân Thắng",
    "09496": "Phường Lương Tài",
    "13396": "Phường Nguyễn Uý",
    "14167": "Xã Giao Thuỷ",
    "14182": "Xã Giao Hoà",
    "22924": "Phường Phú Thuỷ",
    "24184": "Xã Ea H’Leo",
    "24280": "Xã Cư M’gar",
    "24286": "Xã Ea M’Droh",
    "24412": "Xã M’Drắk",
    "24436": "Xã Cư M’ta",
    "24829": "Phường B’Lao",
    "24934": "Xã D’Ran",
    "25270": "Phường Lộc Ninh",
    "25357": "Phường Tân Khai",
    "25363": "Phường Đồng Phú",
    "26116": "Phường Tân Phú",
    "26170": "Phường Trị An",
    "26248": "Phường Trảng Bom",
    "26326": "Phường Dầu Giây",
    "26368": "Phường Long Thành",
    "26425": "Phường Xuân Lộc",
    "26485": "Phường Nhơn Trạch",
}


def read_wheel(path: Path) -> tuple[list[dict], list[dict], dict]:
    """Return the former communes, the communes of today and the conversions."""
    with zipfile.ZipFile(path) as wheel, tempfile.TemporaryDirectory() as folder:
        base = wheel.extract(DATA + "dataset.db", folder)
        converter = json.loads(wheel.read(DATA + "converter_2025.json"))
        with sqlite3.connect(base) as database:
            database.row_factory = sqlite3.Row
            old = database.execute("SELECT * FROM admin_units_legacy").fetchall()
            new = database.execute("SELECT * FROM admin_units").fetchall()
    return [dict(row) for row in old], [dict(row) for row in new], converter


def old_key(row: dict) -> str:
    return "_".join(
        row[f"{level}Key"] or "" for level in ("province", "district", "ward")
    )


def successions(new: list[dict], converter: dict) -> dict[str, list[str]]:
    """Return {key of a former commune: new codes}, its main part first."""
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new}
    result = defaultdict(list)
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, old_keys in wards.items():
            for key in old_keys:
                result[key].append(codes[province, ward])
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            parts = sorted(parts, key=lambda part: not part["isDefaultNewWard"])
            result[key] += [codes[province, part["newWardKey"]] for part in parts]
    return result


def _ended(code, name, level, parent, after) -> list[str]:
    return [code, name, level, parent, "", LAST_OLD_DAY, ";".join(after)]


def former_units(old: list[dict], new: list[dict], converter: dict) -> list[list[str]]:
    """Return the provinces, districts and communes in force until 30/6/2025."""
    taken_over = successions(new, converter)
    province_of = {row["wardCode"]: row["provinceCode"] for row in new}
    islands = {
        row["wardShort"]: row["wardCode"] for row in new if row["wardType"] == "Đặc khu"
    }
    provinces, districts, communes = {}, {}, []
    for row in old:
        if row["wardCode"]:
            main, *others = taken_over[old_key(row)]
            after = [main, *sorted(others)]
            communes.append(
                _ended(
                    row["wardCode"], row["ward"], "commune", row["districtCode"], after
                )
            )
        else:  # an island district without communes became one special zone
            after = [islands[row["districtShort"]]]
        place = (row["districtCode"], row["district"], row["provinceCode"])
        districts.setdefault(place, set()).update(after)
        province = (row["provinceCode"], row["province"])
        provinces.setdefault(province, set()).update(
            province_of[code] for code in after
        )
    return [
        *(
            _ended(*key, "province", "", sorted(after))
            for key, after in provinces.items()
        ),
        *(
            _ended(code, name, "district", parent, sorted(after))
            for (code, name, parent), after in districts.items()
        ),
        *communes,
    ]


def units_of_today(new: list[dict]) -> list[list[str]]:
    """Return the provinces and communes in force since 1/7/2025."""
    provinces = {row["provinceCode"]: row["province"] for row in new}
    return [
        *(
            [
                code,
                NAMES_OF_TODAY.get(code, name),
                "province",
                "",
                FIRST_NEW_DAY,
                "",
                "",
            ]
            for code, name in provinces.items()
        ),
        *(
            [
                row["wardCode"],
                NAMES_OF_TODAY.get(row["wardCode"], row["ward"]),
                "commune",
                row["provinceCode"],
                FIRST_NEW_DAY,
                "",
                "",
            ]
            for row in new
        ),
    ]


def main(wheel: Path) -> None:
    old, new, converter = read_wheel(wheel)
    units = former_units(old, new, converter) + units_of_today(new)
    levels = {"province": 0, "district": 1, "commune": 2}
    units.sort(key=lambda unit: (unit[4] != "", levels[unit[2]], unit[0]))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(units)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
