import assert from "node:assert/strict";
import {
  type FaultServer,
  PROXY_FAULTS,
  SERVER_FAULTS,
  startFaultyProxy,
  startFaultyServer,
} from "../../support/faultServers";
import { startFaultyTls, TLS_FAULTS } from "../../support/tlsFaults";
import { Place } from "./run";

const DEADLINE_SECONDS = 3;
/** The first try, and four more where nothing is set. */
const MOST_TRIES = 5;
const ROLE = { TENCENTCLOUD_ASSUME_ROLE_ARN: "qcs::cam::uin/200000000002:roleName/reader" };

describe("tcss check, as a process", () => {
  let place: Place;
  let server: FaultServer | undefined;
  beforeEach(async () => {
    place = await Place.create("healthy");
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    await place.close();
  });

  /** The process ends by itself, with "unknown": once where the fault stays, else with a few tries. */
  async function assertUnknown(env: NodeJS.ProcessEnv, mayPass: boolean): Promise<void> {
    const limits = ["--deadline", String(DEADLINE_SECONDS), "--request-timeout", "0.4"];
    const started = process.hrtime.bigint();
    const { code, out, err } = await place.tcssWith({ env }, "check", "--live", ...limits);
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    assert.equal(code, 2, out + err);
    // far from never, and with room for a machine that is busy
    assert.ok(seconds < DEADLINE_SECONDS + 12, `it took ${seconds} s`);
    const made = server?.connections ?? 0;
    assert.ok(mayPass ? made >= 1 && made <= MOST_TRIES : made === 1, `${made} connections`);
    assert.doesNotMatch(out + err, /\n\s+at |SSL routines|emulator-key|unexpected failure/);
    assert.equal(place.emulator.requests().length, 0);
  }

  for (const { name, mayPass } of PROXY_FAULTS) {
    it(`ends where the proxy ${name}`, async () => {
      server = await startFaultyProxy(name);
      const env = { HTTPS_PROXY: server.url, TENCENTCLOUD_TCSS_ENDPOINT: "https://gw.example.test" };
      await assertUnknown(env, mayPass);
    });
  }

  for (const name of ["reads, then half-closes", "hangs", "407"] as const)
    it(`ends where the proxy on the way to STS ${name}`, async () => {
      server = await startFaultyProxy(name);
      const env = { ...ROLE, HTTPS_PROXY: server.url, TENCENTCLOUD_STS_ENDPOINT: "https://sts.example.test" };
      await assertUnknown(env, name !== "407");
    });

  for (const { name, mayPass } of TLS_FAULTS)
    it(`ends where the endpoint's TLS is wrong: ${name}`, async () => {
      server = await startFaultyTls(name);
      await assertUnknown({ TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint }, mayPass);
    });

  for (const { name } of SERVER_FAULTS.filter(({ mayPass }) => !mayPass))
    it(`ends where the endpoint answers with ${name}`, async () => {
      server = await startFaultyServer(name);
      await assertUnknown({ TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint }, false);
    });
});
