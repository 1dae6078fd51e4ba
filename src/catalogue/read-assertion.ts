import type {
  EnvAssertion,
  FileAssertion,
  ListenAssertion,
  TextAssertion,
} from "../core/knowledge/local-audit.ts";
import { checkedRegex } from "./read-pattern.ts";
import type { Fields } from "./yaml-fields.ts";

export function readFileAssertion(fields: Fields): FileAssertion {
  const path = readPath(fields);
  const exists = fields.has("exists") ? fields.flag("exists") : undefined;
  const mode = fields.has("mode") ? readMode(fields) : undefined;
  const owner = fields.has("owner") ? readOwner(fields) : undefined;
  if (exists === undefined && mode === undefined && owner === undefined) {
    fields.fail("path", "nothing is said about the file", "add one of: exists, mode, owner");
  }
  if (exists === false && (mode ?? owner) !== undefined) {
    fields.fail("exists", "a file that is not there has no mode and no owner", "leave one out");
  }
  return {
    kind: "file",
    path,
    ...(exists === undefined ? {} : { exists }),
    ...(mode === undefined ? {} : { mode }),
    ...(owner === undefined ? {} : { owner }),
  };
}

export function readEnvAssertion(fields: Fields): EnvAssertion {
  const name = fields.text("name");
  if (!/^[A-Za-z_][\w.]*$/.test(name)) {
    fields.fail("name", `"name" is no name of a variable`, "write the name, never the value");
  }
  const set = fields.has("set") ? fields.flag("set") : undefined;
  const oneOf = fields.has("one-of") ? fields.texts("one-of") : undefined;
  const pattern = fields.has("matches") ? checkedRegex(fields, "matches") : undefined;
  if (oneOf?.length === 0) fields.fail("one-of", '"one-of" is empty', "name the values");
  if (set === undefined && oneOf === undefined && pattern === undefined) {
    fields.fail("name", "nothing is said about it", "add one of: set, one-of, matches");
  }
  if (set === false && (oneOf ?? pattern) !== undefined) {
    fields.fail("set", "what is not set has no value", "leave one out");
  }
  return {
    kind: "env",
    name,
    ...(set === undefined ? {} : { set }),
    ...(oneOf === undefined ? {} : { oneOf }),
    ...(pattern === undefined ? {} : { pattern }),
  };
}

const textWays = ["contains", "contains-not", "matches", "matches-not"] as const;

export function readTextAssertion(fields: Fields): TextAssertion {
  const path = readPath(fields);
  const [way, second] = textWays.filter((each) => fields.has(each));
  if (way === undefined) {
    return fields.fail(
      "path",
      "nothing is said about the text",
      `add one of: ${textWays.join(", ")}`,
    );
  }
  if (second !== undefined) {
    fields.fail(second, "one audit makes one assertion", "make two audits of it");
  }
  const isPattern = way === "matches" || way === "matches-not";
  return {
    kind: "text",
    path,
    wanted: way === "contains" || way === "matches",
    what: isPattern ? { pattern: checkedRegex(fields, way) } : { literal: fields.text(way) },
  };
}

export function readListenAssertion(fields: Fields): ListenAssertion {
  const port = fields.maybeNumber("port") ?? fields.fail("port", '"port" is missing');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    fields.fail("port", '"port" must be 1 to 65535');
  }
  return {
    kind: "listen",
    port,
    on: fields.choice("on", ["somewhere", "nowhere", "loopback"]),
  };
}

/** A path without `.`, doubled or closing slashes. */
function readPath(fields: Fields): string {
  const path = fields.text("path");
  const parts = path.split("/");
  if (parts.includes("..")) {
    fields.fail("path", '".." leads out of the install', "write the path from / on");
  }
  // Each would be taken for a plain name, and the audit would look at nothing for ever.
  if (path.includes("**")) {
    fields.fail("path", '"**" is not known', "write a line for each depth: */*.pem");
  }
  if (/\{[^}]*,|^~/.test(path)) {
    fields.fail("path", '"{a,b}" and "~" are not known', "write the path out");
  }
  const plain = parts.filter((part) => part !== "" && part !== ".").join("/");
  return path.startsWith("/") ? `/${plain}` : plain;
}

/** Text, so in quotes: YAML reads 0600 as six hundred. */
function readMode(fields: Fields): number {
  const text = fields.text("mode");
  if (/^[0-7]{3,4}$/.test(text)) return Number.parseInt(text, 8);
  return fields.fail("mode", `"${text}" is no mode`, 'write it as "0600"');
}

function readOwner(fields: Fields): string {
  const owner = fields.text("owner");
  if (/^[\w.-]+\$?(?::[\w.-]+\$?)?$/.test(owner)) return owner;
  return fields.fail("owner", `"${owner}" is no owner`, "write user, or user:group");
}
