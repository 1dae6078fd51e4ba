import type { GitProcess } from "../../core/ports/git-process.ts";
import { looking } from "../files/errno.ts";
import type { GitSettings } from "./git-store.ts";

const defaults: GitSettings = {
  timeoutMs: 30 * 60_000,
  // Above what the large hosts take: https://docs.github.com/en/repositories/working-with-files/managing-large-files
  maxObjectBytes: 128 * 1024 * 1024,
};

/** Runs git on private repositories of ours; see {@link GitProcess}. Loaded when it is used. */
export function createGitProcess(options: Partial<GitSettings> = {}): GitProcess {
  const settings = { ...defaults, ...options };
  return {
    async open(request) {
      const { openGitStore } = await import("./git-store.ts");
      return looking(() => openGitStore(request, settings));
    },
    async checkIgnore(request) {
      const { checkIgnore } = await import("./git-check-ignore.ts");
      return checkIgnore(request, settings);
    },
  };
}
