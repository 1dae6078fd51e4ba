import type { EditKind, EditOf } from "./edit-kind.ts";

export const ownerEdit: EditKind<EditOf<"owner">> = {
  check(image, { from }) {
    if (!image.exists) return "it is gone";
    const isSame = image.uid === from.uid && image.gid === from.gid;
    return isSame ? undefined : `owner is ${image.uid}:${image.gid}, not ${from.uid}:${from.gid}`;
  },
  apply: (image, { to }) => (image.exists ? { ...image, uid: to.uid, gid: to.gid } : image),
  inverse: ({ from, to }, { ownerText }) => `${ownerText(to)} -> ${ownerText(from)}`,
};
