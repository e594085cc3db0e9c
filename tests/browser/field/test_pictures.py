"""Photos: what is kept of a file, and how its bytes reach the server."""

import hashlib
import io
import uuid

import pytest
from PIL import ExifTags, Image
from playwright.sync_api import Error

from inspections.tests.pictures import picture

VISIT = "6f1c1f4e-0d0e-4c86-9a4f-1f3d1b9b6f10"
CHECK = str(uuid.uuid5(uuid.UUID(VISIT), "site 5"))
ABOUT = {"check": CHECK, "item": 3, "product": 8}


@pytest.fixture
def camera(phone):
    """Return a phone with a check that photos hang on, already on the server."""
    phone.write("visit", {"record": VISIT}, {"place": 4})
    phone.write("check", {"record": CHECK}, {"visit": VISIT, "site": 5})
    phone.drain()
    return phone


def noisy(size=(1600, 1200)) -> bytes:
    """Return a picture that cannot be packed small."""
    out = io.BytesIO()
    Image.effect_noise(size, 120).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def sideways() -> bytes:
    """Return what a phone held upright writes: lying, with place and name in it.

    The left half of what is seen is red.
    """
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "Nguyen Van Bi Mat"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (22.0, 45.0, 0.0)
    image = Image.new("RGB", (3000, 2000), "blue")
    image.paste("red", (0, 1000, 3000, 2000))
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif.tobytes(), comment=b"0900000000")
    return out.getvalue()


def test_photo_is_upright_small_and_tells_nothing_else(camera, line):
    name = camera.take(sideways(), ABOUT)
    camera.drain()
    image = Image.open(io.BytesIO(line.files[name]))
    assert (image.format, image.size) == ("WEBP", (1365, 2048))
    assert dict(image.getexif()) == {}
    assert b"Bi Mat" not in line.files[name] and b"0900000000" not in line.files[name]
    left, right = image.getpixel((100, 1000)), image.getpixel((1265, 1000))
    assert left[0] > 200 > 60 > left[2]
    assert right[2] > 200 > 60 > right[0]


def test_operation_tells_all_of_a_photo(camera, line):
    name = camera.take(picture(size=(64, 48)), ABOUT, age=600)
    camera.drain()
    values = line.values("photo", name)
    assert values.pop("taken_at")[:2] == "20"
    assert values == {
        **ABOUT,
        "caption": "",
        "sha256": hashlib.sha256(line.files[name]).hexdigest(),
        "size": len(line.files[name]),
        "type": "image/webp",
    }


def test_transparent_picture_is_white_where_nothing_is(camera, line):
    out = io.BytesIO()
    Image.new("RGBA", (64, 48), (0, 0, 0, 0)).save(out, "PNG")
    name = camera.take(out.getvalue(), ABOUT, "a.png", "image/png")
    camera.drain()
    assert Image.open(io.BytesIO(line.files[name])).getpixel((5, 5)) == (255,) * 3


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("IMG_1.HEIC", "", "Máy này không đọc được ảnh HEIC."),
        ("a", "image/heif", "Máy này không đọc được ảnh HEIC."),
        ("a.pdf", "application/pdf", "Tệp này không phải ảnh, hoặc ảnh bị hỏng."),
    ],
)
def test_file_that_this_device_cannot_read_is_refused_in_words(
    camera, name, kind, words
):
    with pytest.raises(Error, match=words):
        camera.take(b"\0\0\0\x18ftypheic", ABOUT, name, kind)
    assert camera.run("return ocop.all('photos')") == []


@pytest.fixture
def somewhere(camera):
    camera.context.grant_permissions(["geolocation"])
    position = {"latitude": 22.6657123, "longitude": 106.2570987, "accuracy": 12.3}
    camera.context.set_geolocation(position)
    return camera


def wait_for_place(camera):
    camera.tab.wait_for_function(
        "async () => (await ocop.all('records')).some((r) => r.fields.latitude)"
    )


def test_position_at_the_shutter_goes_along(somewhere, line):
    name = somewhere.take(picture(), ABOUT)
    wait_for_place(somewhere)
    somewhere.drain()
    values = line.values("photo", name)
    place = [values[field] for field in ("latitude", "longitude", "accuracy")]
    assert place == [22.665712, 106.257099, 13]


def test_photo_of_another_time_has_no_position(somewhere, line):
    old = somewhere.take(picture(), ABOUT, age=300)
    somewhere.take(picture(), ABOUT)
    wait_for_place(somewhere)
    somewhere.drain()
    assert "latitude" not in line.values("photo", old)


def test_photo_is_kept_where_nobody_knows_the_place(camera, line):
    name = camera.take(picture(), ABOUT)
    camera.drain()
    assert line.files[name]


def test_several_are_taken_together_and_decoded_one_by_one(camera):
    camera.tab.evaluate(
        """() => {
          const decode = createImageBitmap;
          globalThis.most = globalThis.now = 0;
          globalThis.createImageBitmap = async (...given) => {
            most = Math.max(most, ++now);
            const image = await decode(...given);
            const close = image.close.bind(image);
            image.close = () => { now--; close(); };
            return image;
          };
        }"""
    )
    names = camera.run(
        """
        const canvas = document.createElement("canvas");
        const blob = await new Promise((done) => canvas.toBlob(done));
        const files = [1, 2, 3].map((n) => new File([blob], `${n}.png`));
        return Promise.all(files.map((file) => ocop.take(file, given)));
        """,
        ABOUT,
    )
    assert len(set(names)) == 3
    assert camera.tab.evaluate("[most, now]") == [1, 0]
    assert camera.progress(VISIT)["photos"] == 3


def test_photo_is_sent_only_when_its_bytes_are_there(camera, line):
    line.fate = lambda body: "down" if body == {"kind": "bytes"} else "arrives"
    camera.take(picture(), ABOUT)
    assert camera.drain() == "offline"
    progress = camera.progress(VISIT)
    counts = [progress[name] for name in ("state", "waiting", "photos")]
    assert counts == ["waiting", 1, 1]
    line.fate = lambda body: "arrives"
    camera.drain()
    assert camera.progress(VISIT)["state"] == "sent"


def test_broken_upload_goes_on_where_it_stopped(camera, line):
    name = camera.take(noisy(), ABOUT)
    pieces = -(-line_size(camera, name) // (256 * 1024))
    assert pieces >= 3
    line.fate = lambda body: (
        "lost" if body == {"kind": "bytes"} and line.puts == 1 else "arrives"
    )
    assert camera.drain() == "offline"
    assert len(line.files[name]) == 2 * 256 * 1024
    line.fate = lambda body: "arrives"
    assert camera.drain() is None
    assert line.puts == pieces
    assert (
        hashlib.sha256(line.files[name]).hexdigest()
        == (line.values("photo", name)["sha256"])
    )


def line_size(camera, name):
    return camera.run("return (await ocop.get('photos', given)).size", name)


def test_other_bytes_on_the_server_are_not_taken_for_sent(camera, line):
    name = camera.take(picture(), ABOUT)
    line.files[name] = b"x" * line_size(camera, name)
    assert camera.drain() is None
    assert camera.progress(VISIT)["photos"] == 1
    line.files[name] = b""
    camera.hurry()
    assert camera.drain() is None
    assert camera.progress(VISIT)["photos"] == 0


def test_small_picture_stays_when_the_large_one_is_on_the_server(camera):
    name = camera.take(picture(size=(640, 480)), ABOUT)
    camera.drain()
    kept = camera.run(
        """
        const photo = await ocop.get("photos", given);
        const address = await ocop.thumbnail(given);
        const image = new Image();
        image.src = address;
        await image.decode();
        return [photo.state, "blob" in photo, image.naturalWidth];
        """,
        name,
    )
    assert kept == ["sent", False, 240]


def test_photo_taken_out_before_it_was_sent_never_was(camera, line):
    name = camera.take(picture(), ABOUT)
    camera.run("await ocop.remove('photo', { record: given })", name)
    assert camera.drain() is None
    assert (line.of_kind("photo"), line.puts) == ({}, 0)
    assert camera.run("return ocop.all('photos')") == []


def test_signing_waits_for_the_photos_of_its_check(camera, line):
    line.fate = lambda body: "down" if body == {"kind": "bytes"} else "arrives"
    camera.take(picture(), ABOUT)
    minutes = {"check": CHECK, "signatures": []}
    camera.write("minutes", {"record": str(uuid.uuid4())}, minutes)
    camera.drain()
    assert line.of_kind("minutes") == {}
    line.fate = lambda body: "arrives"
    camera.drain()
    assert len(line.of_kind("minutes")) == 1


def test_photo_that_the_server_will_not_take_waits_for_the_person(camera, line):
    no = (422, {"code": "invalid", "message": "Ảnh bị hỏng, không đọc được."})
    line.fate = lambda body: no if body == {"kind": "bytes"} else "arrives"
    name = camera.take(picture(), ABOUT)
    assert camera.drain() is None
    progress = camera.progress(VISIT)
    assert (progress["state"], progress["waiting"]) == ("refused", 0)
    [photo] = progress["refused"]
    assert (photo["kind"], photo["record"]) == ("photo", name)
    assert photo["answer"]["message"] == "Ảnh bị hỏng, không đọc được."
    camera.drain()
    line.fate = lambda body: "arrives"
    camera.run("await ocop.retryPhotos()")
    camera.drain()
    assert camera.progress(VISIT)["state"] == "sent"
