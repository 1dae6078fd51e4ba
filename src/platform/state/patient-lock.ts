import { explained } from "../writing/install-writer-target.ts";
import { lockFile } from "./lock-file.ts";

/** What is done under these locks takes milliseconds: worth waiting for. */
const patience = 2.5;

/** {@link lockFile} for our own records, in whose errors the state is named. */
export function patientLock(file: string, holder: string, waitSeconds = patience): () => void {
  return explained(`state cannot be written: ${file}`, () => lockFile(file, holder, waitSeconds));
}
