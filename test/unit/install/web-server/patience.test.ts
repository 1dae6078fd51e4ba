import { expect, it } from "vitest";
import { createPatience } from "../../../../src/install/web-server/patience.ts";

it("is lost after some seconds of work and found again a minute later", () => {
  let now = 0;
  const patience = createPatience(() => now);
  const work = () => patience(() => (now += 400));
  const done = Array.from({ length: 20 }, work).filter((each) => each !== undefined);
  expect(done).toHaveLength(13);
  now += 50_000;
  expect(work()).toBeUndefined();
  now += 10_000;
  expect(work()).toBeDefined();
});
