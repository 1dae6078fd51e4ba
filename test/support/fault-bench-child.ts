import { writeSync } from "node:fs";
import type { OpenFileReader } from "../../src/platform/files/file-reader.ts";
import { watched } from "./fault-asked.ts";
import { disturbed } from "./fault-disturbance.ts";
import { type BenchAnswer, type BenchJob, progressDescriptor } from "./fault-job.ts";
import { auditsWith } from "./fault-liars.ts";
import { runShop } from "./fault-run.ts";
import { shopPorts } from "./fault-shop-ports.ts";

// Runs jobs one after the other until its parent is gone. What an audit does to the process it runs
// in, as never to give it back, is done to this one.
process.on("message", (job: BenchJob) => void answer(job));
process.on("disconnect", () => process.exit(0));

async function answer({ number, shop, disturbance, liar, isWatched }: BenchJob): Promise<void> {
  const readers: OpenFileReader[] = [];
  const ordinary = shopPorts(shop, { onReader: (reader) => readers.push(reader) });
  const { ports, told = () => [] } = disturbed(ordinary, disturbance);
  const asked = new Set<string>();
  const audits = auditsWith(liar).map((audit) =>
    isWatched ? watched(audit, (what) => asked.add(`${audit.meta.id} ${what}`)) : audit,
  );
  const send = (message: BenchAnswer) => process.send?.(message);
  try {
    const run = await runShop(shop, ports, audits, (id) => {
      // Before it begins: nothing can be sent while it goes round in circles.
      writeSync(progressDescriptor, `${number} ${id}\n`);
    });
    send({ kind: "ended", run, told: [...told(), ...asked] });
  } catch (error) {
    send({ kind: "threw", text: error instanceof Error ? (error.stack ?? "") : String(error) });
  } finally {
    // Hundreds of runs would leave no descriptor for the next one.
    for (const reader of readers) reader.close();
  }
}
