// Where the server answers what works without a signal; a test compares each with the
// address book of the portal. The shell is kept on the device, so nothing is told by it.

const FIELD = "/di-co-so/";

export const addresses = {
  shell: FIELD,
  worker: `${FIELD}sw.js`,
  offer: `${FIELD}chuan-bi/`,
  pack: `${FIELD}goi/`,
  send: `${FIELD}gui/`,
  session: "/tai-khoan/phien/",
  signIn: "/tai-khoan/dang-nhap/",
};

// Minutes that were signed are corrected online.
export const correctAddress = (check) => `/phieu/${check}/bien-ban/sua-doi/`;

export const uploadAddress = (photo) => `${FIELD}anh/${photo}/`;
