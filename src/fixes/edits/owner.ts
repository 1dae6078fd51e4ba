import { octal } from "./mode.ts";
import type { EditKind, EditOf } from "./edit-kind.ts";

export const ownerEdit: EditKind<EditOf<"owner">> = {
  check(image, { from }) {
    if (!image.exists) return "it is gone";
    const isSame = image.uid === from.uid && image.gid === from.gid;
    return isSame ? undefined : `owner is ${image.uid}:${image.gid}, not ${from.uid}:${from.gid}`;
  },
  apply: (image, { to }) => (image.exists ? { ...image, uid: to.uid, gid: to.gid } : image),
  describe(image, { from, to }, { ownerText }) {
    const mode = image.exists ? `${octal(image.mode)} ` : "";
    return [
      { sign: "-", text: `${mode}${ownerText(from)}` },
      { sign: "+", text: `${mode}${ownerText(to)}` },
    ];
  },
  inverse: ({ from, to }, { ownerText }) => `${ownerText(to)} -> ${ownerText(from)}`,
};
