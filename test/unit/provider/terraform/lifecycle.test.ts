import assert from "node:assert/strict";
import { endWithHost, type HostedProcess } from "../../../../provider/terraform/lifecycle";

/** A clock that goes when it is told to. */
function fakeTimers(): { tick(): void; restore(): void } {
  const { setInterval: start, clearInterval: stop } = globalThis;
  const timers = new Set<() => void>();
  globalThis.setInterval = ((act: () => void) => {
    timers.add(act);
    return Object.assign(act, { unref: () => act });
  }) as unknown as typeof setInterval;
  globalThis.clearInterval = ((timer: () => void) => timers.delete(timer)) as unknown as typeof clearInterval;
  return {
    tick: () => {
      for (const act of [...timers]) act();
    },
    restore: () => Object.assign(globalThis, { setInterval: start, clearInterval: stop }),
  };
}

describe("a provider whose host is gone", () => {
  let clock: ReturnType<typeof fakeTimers>;
  let ended: number;
  let parent: number;
  let isAlive: boolean;
  const hosted = (platform: NodeJS.Platform): HostedProcess => ({
    platform,
    parent: () => parent,
    isAlive: () => isAlive,
  });
  beforeEach(() => {
    [clock, ended, parent, isAlive] = [fakeTimers(), 0, 100, true];
  });
  afterEach(() => clock.restore());
  const watch = (platform: NodeJS.Platform = "linux") => endWithHost(() => ended++, hosted(platform));

  it("ends when it has no session and another parent, once", () => {
    const onSessions = watch();
    onSessions(1);
    parent = 1;
    clock.tick();
    assert.equal(ended, 0, "a session is open");
    onSessions(0);
    clock.tick();
    clock.tick();
    assert.equal(ended, 1);
  });

  it("stays while the parent is the same: a client drops idle sessions and comes back", () => {
    const onSessions = watch();
    onSessions(1);
    onSessions(0);
    clock.tick();
    onSessions(1);
    assert.equal(ended, 0);
  });

  it("ends when the host is gone before it has connected", () => {
    watch();
    parent = 1;
    clock.tick();
    assert.equal(ended, 1);
  });

  it("on Windows, which keeps the number of the parent, looks whether that process is there", () => {
    watch("win32");
    clock.tick();
    assert.equal(ended, 0);
    isAlive = false;
    clock.tick();
    assert.equal(ended, 1);
  });
});
