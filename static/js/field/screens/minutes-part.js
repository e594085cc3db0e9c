// How far the minutes of a check are signed, said on the check and above its minutes.

import { correctAddress } from "../addresses.js";
import { isHandedIn } from "../book.js";
import { fill, part, show, slot } from "./dom.js";
import { word } from "./words.js";

export const ORDER = ["producer", "head", "secretary", "commune"];

// The sides that have not signed.
export const missing = ({ signatures }) =>
  ORDER.filter((side) => !signatures.some((one) => one.side === side));

// What the state of a check is called.
export function signingWords({ number, reason, signatures }) {
  if (!signatures.length) return reason ? `Đang lập biên bản sửa đổi, phiên bản ${number}: ${reason}` : "Chưa có chữ ký.";
  const sides = signatures.map(({ side }) => word("signature_side", side).toLowerCase());
  return `Phiên bản ${number} đã có chữ ký của ${sides.join(", ")}: phiếu chỉ xem, muốn sửa phải lập biên bản sửa đổi trên trang trực tuyến.`;
}

// The part of a check that leads to its minutes.
export function signingPart(place) {
  const node = part("minutes");
  place.replaceChildren(node);
  return ({ check, visit, signing }) => {
    const { signatures } = signing;
    const isOnServer = signatures.length > 0 && !signatures.some(({ op }) => op);
    show(node, { may_correct: isOnServer && !isHandedIn(visit) });
    slot(node, "correct").href = correctAddress(check.record);
    const isOver = !missing(signing).length;
    fill(node, { state: signingWords(signing), link: isOver ? "Xem biên bản" : "Đọc và ký biên bản" });
    slot(node, "link").href = `#/ky/${check.record}`;
  };
}
