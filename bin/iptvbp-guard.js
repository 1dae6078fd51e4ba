#!/usr/bin/env node
// Old syntax on purpose: an old Node must get as far as the message below.
// No compile cache: it lives in the shared temporary folder, and root runs us.
var version = process.versions.node.split(".").map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write(
    "iptvbp-guard: error: Node " +
      process.versions.node +
      " is too old, 20.19 or newer is needed\n" +
      "iptvbp-guard: hint: get one from https://nodejs.org/en/download or https://deb.nodesource.com\n",
  );
  process.exitCode = 2;
} else {
  void import("../dist/bundle/main.js").then((cli) => cli.main());
}
