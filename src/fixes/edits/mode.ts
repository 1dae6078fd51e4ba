import type { EditKind, EditOf } from "./edit-kind.ts";

export const modeEdit: EditKind<EditOf<"mode">> = {
  check(image, { from }) {
    if (!image.exists) return "it is gone";
    return image.mode === from ? undefined : `mode is ${octal(image.mode)}, not ${octal(from)}`;
  },
  apply: (image, { to }) => (image.exists ? { ...image, mode: to } : image),
  inverse: ({ from, to }) => `${octal(to)} -> ${octal(from)}`,
};

/** `0600`. */
export function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}
