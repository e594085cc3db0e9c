// Take or choose several photos in place of the form behind a[data-ocop-photos]; each
// is shrunk on the device and sent by itself, with a line that says how far it is.
//
// The address stands on [data-ocop-photos-url]. A link marked data-ocop-photos-reload
// shows the page again when all are in; otherwise the small picture is put beside it.

const LONG_SIDE = 2048;
const SMALL_ENOUGH = 1024 * 1024;
const QUALITY = 0.85;
const JUST_TAKEN = 2 * 60 * 1000;

const chooser = document.createElement("input");
chooser.type = "file";
chooser.accept = "image/jpeg,image/png,image/webp";
chooser.multiple = true;
const unsent = new Set();
let link;

// Returns the picture upright and small, or as it is where the browser cannot read it.
async function shrink(file) {
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = LONG_SIDE / Math.max(image.width, image.height);
    if (scale >= 1 && file.size <= SMALL_ENOUGH) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * Math.min(scale, 1));
    canvas.height = Math.round(image.height * Math.min(scale, 1));
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const small = await new Promise((done) => {
      canvas.toBlob(done, "image/jpeg", QUALITY);
    });
    return small && small.size < file.size ? small : file;
  } catch {
    return file;
  }
}

// Only a photo of this moment was taken where the device is now.
function position(file) {
  const fresh = Date.now() - file.lastModified < JUST_TAKEN;
  if (!fresh || !navigator.geolocation) return Promise.resolve(null);
  const options = { enableHighAccuracy: true, timeout: 8000, maximumAge: 60000 };
  return new Promise((done) => {
    const found = ({ coords }) => done(coords);
    navigator.geolocation.getCurrentPosition(found, () => done(null), options);
  });
}

async function bodyOf(file, key) {
  const [picture, coords] = await Promise.all([shrink(file), position(file)]);
  const body = new FormData();
  body.set("photos", picture, file.name);
  body.set("cell", key);
  if (file.lastModified) body.set("taken_at", new Date(file.lastModified).toISOString());
  if (coords) {
    body.set("latitude", coords.latitude.toFixed(6));
    body.set("longitude", coords.longitude.toFixed(6));
    body.set("accuracy", Math.ceil(coords.accuracy));
  }
  return body;
}

const token = () =>
  JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

// XMLHttpRequest, because fetch does not tell how much has been sent.
function post(url, body, progressed) {
  return new Promise((done, refuse) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      progressed(Math.floor((4 * loaded) / total) * 25);
    });
    request.addEventListener("error", () => refuse(new Error("Chưa gửi được.")));
    request.addEventListener("load", () => {
      if (request.status === 200 && request.response) done(request.response.photos);
      else refuse(new Error(request.response?.message || "Chưa gửi được."));
    });
    request.send(body);
  });
}

function thumbnail({ url, thumbnail: source }) {
  const made = document.createElement("a");
  made.href = url;
  const image = document.createElement("img");
  image.src = source;
  image.alt = "Ảnh vừa gửi";
  image.width = 64;
  image.height = 64;
  made.append(image);
  return made;
}

function lineFor(file, at) {
  const line = document.createElement("p");
  line.className = "photo-line";
  line.setAttribute("role", "status");
  at.parentElement.append(line);
  return (words, ...more) => {
    const told = `${file.name}: ${words} `;
    if (line.textContent !== told) line.replaceChildren(told, ...more);
  };
}

// Sends one photo; one that did not get through waits for its button.
async function attempt(file, at, say) {
  const url = at.closest("[data-ocop-photos-url]").dataset.ocopPhotosUrl;
  say("Đang chuẩn bị…");
  try {
    const body = await bodyOf(file, at.dataset.ocopPhotos);
    const photos = await post(url, body, (share) => say(`Đang gửi ${share}%`));
    at.before(...photos.map(thumbnail));
    say("Đã gửi");
    unsent.delete(file);
  } catch (error) {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-secondary";
    again.textContent = "Thử lại";
    again.addEventListener("click", () => attempt(file, at, say));
    say(error.message.replace(`${file.name}: `, ""), again);
  }
}

// One after another: a phone has memory for one picture at a time.
chooser.addEventListener("change", async () => {
  const at = link;
  const files = [...chooser.files];
  const lines = files.map((file) => lineFor(file, at));
  files.forEach((file, number) => {
    unsent.add(file);
    lines[number]("Đang chờ");
  });
  for (const [number, file] of files.entries()) await attempt(file, at, lines[number]);
  chooser.value = "";
  if ("ocopPhotosReload" in at.dataset && !unsent.size) window.location.reload();
});

window.addEventListener("beforeunload", (event) => {
  if (unsent.size) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const clicked = event.target.closest("a[data-ocop-photos]");
  if (!clicked) return;
  event.preventDefault();
  link = clicked;
  chooser.click();
});
