import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Report } from "../../src/core/documents/report.ts";
import { freshDebian, standIns } from "./fresh-debian.ts";
import { markdownBlocks } from "./markdown-blocks.ts";
import { mint } from "./mint.ts";
import { projectRoot } from "./run-guard.ts";
import { populate, tempFolder } from "./temp-folder.ts";

const page = fs.readFileSync(path.join(projectRoot, "docs/new-server.md"), "utf8");
const whole = markdownBlocks(page, "bash").join("");
const firstAudit = whole.indexOf("iptvbp-guard audit\n");

/** What the page lays out, up to its first audit. */
export const laidOut = whole.slice(0, firstAudit);
/** That audit, what is stated afterwards, and the audit of that. */
export const auditedAndStated = whole.slice(firstAudit);

/** The part of the page from a text to the next end. */
export function part(start: string, end = "\n"): string {
  const from = laidOut.indexOf(start);
  const to = laidOut.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`not in the page: ${start} … ${end}`);
  return laidOut.slice(from, to + end.length);
}

/** What the operator brings along from the providers' dashboards. */
export const brought: Readonly<Record<string, string>> = {
  STRIPE_SECRET_KEY: mint("stripe.secret-key").replace(/^sk_/, "rk_"),
  STRIPE_WEBHOOK_SECRET: mint("stripe.webhook-secret"),
  NOWPAYMENTS_API_KEY: mint("nowpayments.api-key"),
  NOWPAYMENTS_IPN_SECRET: mint("nowpayments.ipn-secret"),
  DISCORD_BOT_TOKEN: mint("discord.bot-token"),
  PANEL_URL: "https://panel.shop.example",
  PANEL_API_USER: "iptvbp-api",
  PANEL_API_PASSWORD: mint("panel.main"),
};

/** In place of IPTVbp's code: a shop that says what its account may do. */
const code = {
  "composer.json": '{"name": "iptvbp/iptvbp"}\n',
  "src/Cart.php": "<?php\nfinal class Cart {}\n",
  "public/index.php": `<?php
$env = dirname(__DIR__) . "/.env";
echo is_readable($env) ? "reads" : "cannot read", " its keys, ";
echo is_writable(__FILE__) ? "can" : "cannot", " change its code\\n";
`,
};

export interface Pasted {
  /** Of the shell; without `set -e` it goes on behind an error, as a person's does. */
  readonly status: number | null;
  readonly output: string;
  /** By the name given to {@link auditInto}. */
  report(name: string): Report;
  /** What the newest backup holds, opened with the key that never was on the server. */
  backup(): string;
}

/** A line that audits; what it finds is read with `report(name)`. */
export const auditInto = (name: string): string =>
  `iptvbp-guard audit --format json >/root/${name}.json 2>/dev/null || true\n`;

/** Pastes a text into a root shell of a new server. */
export async function paste(text: string, settings = brought): Promise<Pasted> {
  const values = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  const host = freshDebian(values.join(""));
  populate(host.real("/root/iptvbp"), code);
  const keyFile = path.join(tempFolder(), "backup.key");
  execFileSync("age-keygen", ["-o", keyFile], { stdio: "ignore" });
  const to = execFileSync("age-keygen", ["-y", keyFile], { encoding: "utf8" }).trim();
  // The one placeholder of the page.
  const filled = text.replace(/^BACKUP_TO= /m, `BACKUP_TO=${to} `);
  const script = `ip link set lo up && PATH=${standIns}:$PATH\n${filled}`;
  fs.writeFileSync(host.real("/root/pasted.sh"), script);
  const { status, stdout, stderr } = await host.run(["bash", "/root/pasted.sh"]);
  const output = stdout + stderr;
  return {
    status,
    output,
    report(name) {
      const file = host.real(`/root/${name}.json`);
      const json = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
      if (json === "") throw new Error(output);
      return JSON.parse(json) as Report;
    },
    backup() {
      const folder = host.real("/var/backups/iptvbp");
      const newest = fs.readdirSync(folder).toSorted().at(-1) ?? "";
      return execFileSync("age", ["-d", "-i", keyFile, path.join(folder, newest)], {
        encoding: "utf8",
      });
    },
  };
}
