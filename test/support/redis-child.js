// Starts a real Redis for each configuration of a list and tells what a client without a password
// may do; see test/system/redis-access.test.ts. Runs in a network namespace of its own.
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import net from "node:net";

const [listFile = ""] = process.argv.slice(2);
const outside = "10.77.0.1";
execFileSync("ip", ["link", "set", "lo", "up"]);
execFileSync("ip", ["address", "add", `${outside}/32`, "dev", "lo"]);

/** Undefined when nobody listens there. */
function ask(host, port) {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    let text = "";
    const end = () => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(3000, end);
    socket.on("connect", () => socket.write("PING\r\nDBSIZE\r\nGET x\r\n"));
    socket.on("data", (bytes) => {
      text += bytes.toString("latin1");
      if (text.startsWith("-DENIED") || text.split("\r\n").length >= 4) end();
    });
    socket.on("error", () => resolve(undefined));
    socket.on("close", end);
  });
}

async function awake(port) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answer = await ask("127.0.0.1", port);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`redis-server does not answer on port ${port}`);
}

const accepted = (answer) => answer !== undefined && /^(?:\+PONG|:\d|\$)/m.test(answer);
const results = [];
for (const [index, folder] of JSON.parse(readFileSync(listFile, "utf8")).entries()) {
  const port = 7000 + index;
  const own = ["--port", `${port}`, "--dir", folder, "--save", "", "--daemonize", "no"];
  const server = spawn("redis-server", [`${folder}/redis.conf`, ...own], { stdio: "ignore" });
  try {
    const near = await awake(port);
    const far = await ask(outside, port);
    results.push({ open: accepted(near), outside: accepted(far) });
  } finally {
    server.kill("SIGKILL");
  }
}
process.stdout.write(JSON.stringify(results));
