import { changedBytes } from "./set-env.ts";
import type { EditKind, EditOf } from "./edit-kind.ts";

export const setSecretEdit: EditKind<EditOf<"set-secret">> = {
  check(image, { value }) {
    if (!image.exists) return "it is gone";
    if (!image.bytes) return "it is too large for an env file";
    return /[\r\n\0]/.test(value.reveal()) ? "the new value is not one line" : undefined;
  },
  apply(image, { key, value, dialect }, { setEnvLine }) {
    if (!image.exists) return image;
    const bytes = changedBytes(image, (text) => setEnvLine(text, key, value.reveal(), dialect));
    return { ...image, bytes, size: bytes.length };
  },
  describe: (_, { key, value }) => [{ sign: "+", text: `${key}=${value.masked}` }],
  inverse: ({ key }) => `${key} as it was`,
};
