import { consumersReloaded } from "../../../../src/audits/rotation/consumers-reloaded.ts";
import { blocked, found } from "../../../../src/core/look.ts";
import type { RunningProcess } from "../../../../src/core/ports/running-process.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { ledgerText, rotationOf, seen } from "../../../support/ledger-lines.ts";
import { mint } from "../../../support/mint.ts";

const id = "stripe.secret-key";
const text = `STRIPE_SECRET_KEY=${mint(id)}\n`;
/** When the content of the file changed; the inode's own time is that of the test. */
const changed = "2026-11-20T10:00:00Z";
const files = { ".env": { content: text, changed } };
const before = Date.parse("2026-11-20T09:00:00Z");
const after = Date.parse("2026-11-20T11:00:00Z");

const worker = (
  pid: number,
  startedMs: number | undefined,
  over: Partial<RunningProcess> = {},
) => ({
  pid,
  uid: 33,
  gid: 33,
  groups: [],
  args: ["php-fpm: pool www"],
  cwd: "/",
  ...(startedMs === undefined ? {} : { startedMs }),
  ...over,
});
const running = (...processes: readonly RunningProcess[]) => ({ processes: found(processes) });
const pool = {
  "/etc/php/8.2/fpm/pool.d/www.conf": "[www]\nuser = www-data\nchdir = {root}\n",
};
const unit = (name: string, lines: string) => ({
  [`/etc/systemd/system/${name}`]: {
    content: `[Service]\nUser=www-data\nWorkingDirectory={root}\nExecStart=/usr/bin/node {root}/server.js\n${lines}`,
    changed: "2026-11-21T10:00:00Z",
  },
});
const inUnit = (name: string) => ({ cgroup: `/system.slice/${name}` });
/** By how much the clock was wrong is not known: this is too close. */
const justAfter = Date.parse(changed) + 500;
const justBefore = Date.parse(changed) - 500;
const marked = (name: string, at: string) => ({
  [`/run/systemd/units/invocation:${name}`]: { link: "0a1b2c", changed: at },
});
/** A rotation that wrote the file at that moment; `known`: how it is known that all was restarted. */
const rotated = (known: "seen" | "stated", reloadedAt: string) => ({
  ledger: ledgerText(
    rotationOf(id, [
      [
        "2026-11-20T09:59:00.000Z",
        { step: "start", mode: "planned", stored: "env", overlap: "yes" },
      ],
      [
        "2026-11-20T10:00:00.100Z",
        {
          step: "cut-over",
          known: "done",
          print: "new",
          transactions: [],
          changedMs: Date.parse(changed),
        },
      ],
      [reloadedAt, { step: "reloaded", known, services: [] }],
    ]),
  ),
});
const evidence = (start = "09:00") =>
  `changed 2026-11-20 10:00:00 UTC, the oldest started 2026-11-20 ${start}:00 UTC`;

auditCases(consumersReloaded, {
  passes: [
    { name: "all started afterwards", files, host: pool, ...running(worker(10, after)) },
    {
      name: "what is older is not the service's: the master of the pool, nginx, another account",
      files,
      host: pool,
      ...running(
        worker(10, after),
        worker(1, before, {
          uid: 0,
          args: ["php-fpm: master process (/etc/php/8.2/fpm/php-fpm.conf)"],
        }),
        worker(2, before, { args: ["nginx: worker process"] }),
        worker(3, before, { uid: 1001 }),
      ),
    },
    {
      name: "the ledger saw no other value than this one",
      files,
      host: pool,
      state: { ledger: ledgerText([seen(id, "old", "2026-11-01T00:00:00.000Z")]) },
      ...running(worker(10, after)),
    },
    {
      name: "just after the change, by systemd's own mark",
      files,
      host: {
        ...unit("shop.service", ""),
        ...marked("shop.service", "2026-11-20T10:00:00.200Z"),
      },
      ...running(
        worker(10, justAfter, inUnit("shop.service")),
        // A correction of the clock since makes it look older.
        worker(11, justBefore, inUnit("shop.service")),
      ),
    },
    {
      name: "just after the change, as the rotation saw",
      files,
      host: pool,
      state: rotated("seen", "2026-11-20T10:00:02.000Z"),
      ...running(worker(10, justAfter), worker(11, justBefore)),
    },
    {
      name: "another unit's file with a value concerns that unit alone",
      files,
      host: {
        ...unit("shop.service", ""),
        ...unit("mail.service", `Environment=STRIPE_SECRET_KEY=${mint(id, 2)}\n`),
      },
      ...running(
        worker(10, after, inUnit("shop.service")),
        worker(11, Date.parse("2026-11-22T10:00:00Z"), inUnit("mail.service")),
      ),
    },
  ],
  fails: [
    {
      name: "a worker of the pool",
      files,
      host: pool,
      ...running(worker(10, before), worker(11, after)),
      findings: [
        {
          message: "a process of the service was started before it changed: 10 php-fpm: pool www",
          at: ".env",
          evidence: evidence(),
        },
      ],
    },
    {
      name: "many",
      files,
      host: pool,
      ...running(...[1, 2, 3, 4, 5, 6, 7].map((pid) => worker(pid + 10, before + pid * 60_000))),
      findings: [
        {
          message:
            "7 processes of the service were started before it changed: 11 php-fpm: pool www, 12 php-fpm: pool www, 13 php-fpm: pool www, 14 php-fpm: pool www, 15 php-fpm: pool www and 2 more",
          at: ".env",
          evidence: evidence("09:01"),
        },
      ],
    },
    {
      name: "a process of the unit, whatever its account and folder",
      files,
      host: unit("shop.service", ""),
      ...running(
        worker(10, before, { uid: 0, args: ["/usr/bin/node", "x"], ...inUnit("shop.service") }),
      ),
      findings: [
        { message: "a process of the service was started before it changed: 10 node", at: ".env" },
      ],
    },
    {
      name: "a value in the unit itself",
      files: { ".env": { content: "A=1\n", changed } },
      host: unit("shop.service", `Environment=STRIPE_SECRET_KEY=${mint(id)}\n`),
      ...running(worker(10, after, inUnit("shop.service"))),
      findings: [
        {
          message: "a process of the service was started before it changed: 10 php-fpm: pool www",
          at: "/etc/systemd/system/shop.service",
        },
      ],
    },
    {
      name: "our own cut over, whatever time the file shows",
      files,
      host: pool,
      state: {
        ledger: ledgerText(
          rotationOf(id, [
            [
              "2026-11-22T10:00:00.000Z",
              { step: "start", mode: "planned", stored: "env", overlap: "yes" },
            ],
            [
              "2026-11-22T10:01:00.000Z",
              {
                step: "cut-over",
                known: "done",
                print: "new",
                transactions: [],
                changedMs: Date.parse("2026-11-22T10:00:30Z"),
              },
            ],
          ]),
        ),
      },
      ...running(worker(10, after)),
      findings: [
        {
          message: "a process of the service was started before it changed: 10 php-fpm: pool www",
          at: ".env",
          evidence: "changed 2026-11-22 10:00:30 UTC, the oldest started 2026-11-20 11:00:00 UTC",
        },
      ],
    },
    {
      name: "of the owner of the root, who may serve others too",
      files: { ".env": { content: text, changed, owner: "33:33" } },
      root: { owner: "33:33" },
      ...running(worker(10, before, { args: ["/usr/bin/node", "x"] })),
      findings: [
        {
          message: "a process of the service was started before it changed: 10 node",
          at: ".env",
          confidence: "medium",
        },
      ],
    },
    {
      name: "beside one that was started too close to the change",
      files,
      host: pool,
      ...running(worker(10, before), worker(11, justAfter), worker(12, justBefore)),
      findings: [
        {
          message: "a process of the service was started before it changed: 10 php-fpm: pool www",
          at: ".env",
        },
      ],
      gaps: ["process 11 php-fpm: pool www"],
    },
    {
      name: "long before the change, though the unit was started anew since",
      files,
      host: {
        ...unit("shop.service", ""),
        ...marked("shop.service", "2026-11-20T11:00:00.000Z"),
      },
      ...running(worker(10, before, { args: ["node"], ...inUnit("shop.service") })),
      findings: [
        { message: "a process of the service was started before it changed: 10 node", at: ".env" },
      ],
    },
    {
      name: "beside what cannot be judged",
      files,
      host: pool,
      ...running(worker(10, before), worker(11, undefined)),
      findings: [
        {
          message: "a process of the service was started before it changed: 10 php-fpm: pool www",
          at: ".env",
        },
      ],
      gaps: ["process 11 php-fpm: pool www"],
    },
  ],
  unknowns: [
    {
      name: "processes of other accounts are hidden",
      files,
      host: pool,
      processes: blocked("permission", "processes of other users are hidden"),
      code: "permission",
      text: "other users",
    },
    {
      name: "nobody knows when it was started",
      files,
      host: pool,
      ...running(worker(10, undefined)),
      code: "permission",
      text: "10 php-fpm: pool www",
    },
    ...(
      [
        ["just after the change", justAfter, {}],
        ["just before the change", justBefore, {}],
        ["at the moment of the change", Date.parse(changed), {}],
        [
          "just after it, where somebody said that it was restarted",
          justAfter,
          { state: rotated("stated", "2026-11-20T10:00:02.000Z") },
        ],
        [
          "just after it, where the rotation saw a restart before",
          justAfter,
          { state: rotated("seen", "2026-11-20T09:59:59.000Z") },
        ],
      ] as const
    ).map(([name, startedMs, more]) => ({
      name: `started ${name}`,
      files,
      host: pool,
      ...more,
      ...running(worker(10, startedMs)),
      code: "parse" as const,
      text: "within a second of the change of .env",
    })),
    {
      name: "started just after the change, in a unit that was started before it",
      files,
      host: {
        ...unit("shop.service", ""),
        ...marked("shop.service", "2026-11-20T09:59:59.900Z"),
      },
      ...running(worker(10, justAfter, inUnit("shop.service"))),
      code: "parse",
      text: "within a second",
    },
    {
      name: "compose runs it, and containers run",
      files: {
        ...files,
        "compose.yaml": "services:\n  app:\n    image: shop\n    env_file: .env\n",
      },
      ...running(
        worker(10, before, { uid: 999, cgroup: "/system.slice/docker-0a1b2c.scope", cwd: "/app" }),
      ),
      code: "parse",
      text: "processes in containers",
    },
    {
      name: "this is no Linux",
      files,
      host: pool,
      context: (context) => ({ ...context, platform: "other" }),
      code: "filesystem",
    },
  ],
  notApplicable: [
    { name: "nothing runs", files, host: pool, text: "no process of the service runs here" },
    {
      name: "no env file and no unit with a value",
      files: { "index.php": "<?php\n" },
      config: "rotation: { every: { stripe.secret-key: 12 months } }\n",
      ...running(worker(10, before)),
      text: "no file gives the service its environment",
    },
  ],
});
