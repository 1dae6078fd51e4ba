import { loadPlaybooks } from "../../catalogue/load-playbooks.ts";
import type { IncidentsSeen, OpenIncident } from "../../core/incident/open-incident.ts";
import type { Playbook } from "../../core/knowledge/playbook.ts";
import {
  type Gap,
  type Look,
  type Reason,
  type ReasonCode,
  blocked,
  found,
  gap,
} from "../../core/look.ts";
import { once } from "../../core/once.ts";
import { GuardError } from "../../core/error.ts";
import { eventOfRecord } from "../../incident/event-of-record.ts";
import { openIncident } from "../../incident/open-incident.ts";
import { type ParsedJournal, parseJournal, recordsOf } from "../../incident/parse-journal.ts";
import { type VerifyOptions, verifyJournal } from "../../incident/verify-journal.ts";
import type { OpenedInstall } from "../open-install.ts";
import type { Ports } from "../ports.ts";

type Journals = ReturnType<Ports["incidentsOf"]>;

/** The incidents of an install that nobody has closed. Playbooks are loaded only for those. */
export function incidentsSeen(
  store: Journals,
  { ruleFiles, catalogue }: Pick<OpenedInstall, "ruleFiles" | "catalogue">,
): Look<IncidentsSeen> {
  const ids = namesOf(store);
  if (ids.kind !== "found") return ids;
  const open: OpenIncident[] = [];
  const gaps: Gap[] = [];
  const playbooks = once(() => loadPlaybooks(ruleFiles, catalogue));
  for (const id of ids.value) {
    const { incident, reason } = look(store.read(id), id, playbooks);
    if (incident) open.push(incident);
    if (reason) gaps.push(gap(`journal of incident ${id}`, reason));
  }
  return found({ open, gaps });
}

/** What a crash left of an incident that was never opened looks like one whose journal is gone. */
const noJournal: Reason = {
  code: "io",
  text: "its folder holds none: remove the folder when there is no such incident",
};

interface Looked {
  readonly incident?: OpenIncident;
  /** What keeps the whole of it from being known. */
  readonly reason?: Reason;
}

function look(content: Look<Uint8Array>, id: string, playbooks: () => readonly Playbook[]): Looked {
  if (content.kind === "blocked") return { reason: content.reason };
  if (content.kind === "absent" || content.value.length === 0) return { reason: noJournal };
  const journal = parseJournal(content.value);
  const records = recordsOf(journal);
  if (records.some((record) => eventOfRecord(record)?.kind === "close")) return {};
  const [first] = records;
  const event = first && eventOfRecord(first);
  if (event?.kind !== "open") return notRead("it does not tell how it began");
  const { data } = event;
  const playbook = playbooks().find((each) => each.id === data.playbook);
  if (!playbook) return notRead(`its playbook ${data.playbook} is not there`);
  const incident = openIncident(records, playbook);
  const damage = damageOf(journal, { id, root: data.install.root, heads: [] });
  return {
    ...(incident ? { incident } : {}),
    ...(damage === undefined ? {} : notRead(damage)),
  };
}

function notRead(text: string): Looked {
  return { reason: { code: "parse", text } };
}

/** What is gone or changed may have been anything: a clock that was started, the end of it all. */
function damageOf(journal: ParsedJournal, options: VerifyOptions): string | undefined {
  const [problem] = verifyJournal(journal, options).problems;
  if (problem?.line != null) return `line ${problem.line}: ${problem.what}`;
  if (problem) return problem.what;
  return journal.tornBytes > 0 ? "its last line is cut short" : undefined;
}

const reasons: Readonly<Record<string, ReasonCode>> = {
  STATE_NOT_OURS: "needs-root",
  EACCES: "permission",
};

function namesOf(store: Journals): Look<readonly string[]> {
  try {
    return found(store.names());
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    return blocked(reasons[error.code] ?? "io", error.message);
  }
}
