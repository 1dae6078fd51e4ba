import path from "node:path";
import { type IncidentDesk, openDesk } from "../../src/app/incident/incident-desk.ts";
import { createRuntime } from "../../src/cli/runtime.ts";
import { createIncidentStore } from "../../src/platform/state/incident-store.ts";
import { mint } from "./mint.ts";
import { populate, tempFolder } from "./temp-folder.ts";

export interface Shop {
  readonly root: string;
  readonly state: string;
  readonly secrets: readonly string[];
}

/** A small install with four credentials, and a folder for our own records. */
export function incidentShop(): Shop {
  const top = tempFolder();
  const [root, state] = [path.join(top, "www"), path.join(top, "state")];
  const names = [
    ["STRIPE_SECRET_KEY", "stripe.secret-key"],
    ["STRIPE_WEBHOOK_SECRET", "stripe.webhook-secret"],
    ["PANEL_API_PASSWORD", "panel.main"],
    ["DISCORD_BOT_TOKEN", "discord.bot-token"],
  ] as const;
  const values = names.map(([name, id], index) => [name, mint(id, index + 1)] as const);
  const text = values.map(([name, value]) => `${name}=${value}\n`).join("");
  populate(root, { ".env": text, "index.php": "<?php\n" });
  return { root, state, secrets: values.map(([, value]) => value) };
}

export interface DeskOptions {
  readonly operator?: string;
  readonly wallNow?: () => Date;
}

/** The desk of that install, with real files and a real lock. */
export function incidentDesk(
  { root, state }: Pick<Shop, "root" | "state">,
  { operator = "jo", wallNow }: DeskOptions = {},
): IncidentDesk {
  const { ports, stateOf } = createRuntime({
    tool: { name: "iptvbp-guard", version: "0.0.0" },
    cwd: root,
    options: { stateDir: state },
  });
  const incidentsOf = (folder: string) => createIncidentStore(stateOf(folder), operator);
  const own = wallNow ? { wallNow } : {};
  return openDesk({ ...ports, ...own, operator, incidentsOf }, { path: root });
}
