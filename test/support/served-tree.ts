import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { populate } from "./temp-folder.ts";

/** Files of the shops whose servers are asked; the names are what scanners look for. */
export const servedFiles = [
  ".env",
  ".git/config",
  ".hidden/site.key",
  "backups/shop.sql",
  "backups/old.sql.gz",
  "storage/logs/app.log",
  "storage/app/export.sql",
  "config/app.php",
  "config/app.php.bak",
  "public/.env",
  "public/a b.sql",
  "public/100%.sql",
  "public/sub/Dump.SQL",
] as const;

/** Builds a shop; every file tells which one it is. `public/storage` is a link to `storage/app`. */
export function buildShop(shop: string, more: Readonly<Record<string, string>>): void {
  populate(shop, {
    ...Object.fromEntries(servedFiles.map((file) => [file, contentOf(shop, file)])),
    "public/index.html": "home\n",
    "index.php": "<?php echo 'front';\n",
    ...more,
  });
  symlinkSync("../storage/app", join(shop, "public/storage"));
  symlinkSync("../../backups", join(shop, "public/sub/more"));
}

function contentOf(shop: string, file: string): string {
  return `${file.includes(".php") ? "<?php // " : ""}${markerOf(shop, file)}\n`;
}

/** Whoever gets this has got the file. */
export function markerOf(shop: string, file: string): string {
  return `content of ${shop}/${file} end`;
}

/**
 * Ways to ask for a file: by its name from the root and from each of its folders, spelled in many
 * ways, and below what a server may call it by.
 */
export function requestsFor(file: string): readonly string[] {
  const parts = file.split("/");
  const tails = parts.map((_, index) => parts.slice(index).join("/"));
  const prefixes = ["files/", "files../", "files", "dl/", "x/", "storage/", "sub/more/"];
  const below = tails.flatMap((tail) => prefixes.map((prefix) => encodeURI(`/${prefix}${tail}`)));
  return [...new Set([...tails.flatMap((tail) => spelled(`/${tail}`)), ...below])];
}

function spelled(path: string): readonly string[] {
  const plain = encodeURI(path);
  const whole = plain.replaceAll(/%[0-9A-F]{2}|[^/]/g, (each) =>
    each.length > 1 ? each : `%${each.charCodeAt(0).toString(16)}`,
  );
  return [
    plain,
    plain.replaceAll(".", "%2e"),
    whole,
    `/${plain}`,
    plain.replaceAll("/", "//"),
    `/.${plain}`,
    `${plain}/`,
    `${plain}/x`,
    `${plain}?a=b`,
    `/static/..${plain}`,
    plain.toUpperCase(),
  ];
}
