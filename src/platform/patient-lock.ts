import { GuardError } from "../core/error.ts";
import { explained } from "./install-writer-target.ts";
import { lockFile } from "./lock-file.ts";

/** What is done under these locks takes milliseconds: worth waiting for. */
const attempts = 25;
const pauseMs = 100;

/** {@link lockFile} that waits a moment for whoever holds it. */
export function patientLock(file: string, holder: string, tries = attempts): () => void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return explained(`state cannot be written: ${file}`, () => lockFile(file, holder));
    } catch (error) {
      const isBusy = error instanceof GuardError && error.code === "LOCKED";
      if (!isBusy || attempt >= tries) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}
