import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../e2e/support/run";
import {
  ENCODINGS,
  type FaultServer,
  PROXY_FAULTS,
  portToKeep,
  SERVER_FAULTS,
  startFaultyProxy,
  startFaultyServer,
  startServer,
} from "../support/faultServers";
import { type Asked, FORM_NAMES, type FormName, ROOT, Served } from "../support/served";
import { startFaultyTls, startTrustedTls, TLS_FAULTS, testAuthority } from "../support/tlsFaults";

const LIMITS = { requestTimeoutSeconds: 2, deadlineSeconds: 6, maxRetries: 1 };
/** What a form may take beyond its deadline. */
const MARGIN_SECONDS = 2;
const KEY = { TENCENTCLOUD_SECRET_ID: "AKIDofTheTests", TENCENTCLOUD_SECRET_KEY: "keyOfTheTests" };

const COMMAND = "the command";
type Asker = FormName | typeof COMMAND;
const ASKERS: readonly Asker[] = [...FORM_NAMES, COMMAND];

/** What an asker has come to. */
interface Outcome {
  /** Why the account could not be read. */
  readonly reason: string | undefined;
  readonly seconds: number;
}

/**
 * All five forms, each a process of its own, that live through many faults as they do in a long deployment: what a fault
 * leaves behind would show with the next one.
 */
class Forms {
  readonly #served: readonly Served[];
  readonly #env: Readonly<Record<Asker, NodeJS.ProcessEnv>>;
  readonly #home: string;

  constructor(served: readonly Served[], env: Readonly<Record<Asker, NodeJS.ProcessEnv>>, home: string) {
    this.#served = served;
    this.#env = env;
    this.#home = home;
  }

  static async start(envOf: (asker: Asker) => NodeJS.ProcessEnv): Promise<Forms> {
    const home = mkdtempSync(join(tmpdir(), "tcss-faults-"));
    const env = Object.fromEntries(
      ASKERS.map((asker) => [asker, { HOME: home, ...envOf(asker) }]),
    ) as unknown as Record<Asker, NodeJS.ProcessEnv>;
    const served = await Promise.all(FORM_NAMES.map((name) => Served.start(name, env[name])));
    return new Forms(served, env, home);
  }

  async ask(asker: Asker, endpoint: string): Promise<Outcome> {
    const began = performance.now();
    const args = { endpoint, ...LIMITS };
    const served = this.#served.find(({ name }) => name === asker);
    const reason = served === undefined ? await this.#command(args) : await served.ask(args);
    return { reason, seconds: (performance.now() - began) / 1000 };
  }

  /** The command has no options for the limits: an account of the gate's settings has. */
  async #command(args: Asked): Promise<string | undefined> {
    const settings = join(this.#home, "tcss.gate.yaml");
    writeFileSync(settings, JSON.stringify({ accounts: [{ account: "tests", ...args }] }));
    const { code, stdout, stderr } = await run(
      process.execPath,
      [join(ROOT, "report/bin/tcss"), "check", "--live", "--gate-config", settings],
      {
        cwd: this.#home,
        env: {
          PATH: process.env["PATH"],
          TENCENTCLOUD_METADATA_ENDPOINT: "http://127.0.0.1:9",
          ...KEY,
          ...this.#env[COMMAND],
        },
      },
    );
    assert.doesNotMatch(stderr, /\n\s+at /);
    assert.equal(code === 2, stdout.includes("TCSS000"), stdout + stderr);
    return /TCSS000.*/.exec(stdout)?.[0];
  }

  /** The engine is gone: so must be all that it has started. */
  async end(): Promise<void> {
    assert.deepEqual(
      this.#served.filter(({ isAlive }) => !isAlive).map(({ name }) => name),
      [],
      "ended before the engine",
    );
    await Promise.all(this.#served.map((served) => served.engineGone()));
    rmSync(this.#home, { recursive: true });
  }
}

/** That a fault has been told in time, and asked for no more often than it may be. */
async function assertTold(
  asker: Asker,
  server: FaultServer,
  outcome: Outcome,
  mayPass: boolean,
): Promise<void> {
  const { reason, seconds } = outcome;
  assert.ok(reason !== undefined, `${asker} has read an account`);
  assert.doesNotMatch(reason, /AKIDofTheTests|keyOfTheTests|\n\s+at /);
  const { connections } = server;
  const most = mayPass ? LIMITS.maxRetries + 1 : 1;
  assert.ok(connections >= 1 && connections <= most, `${asker} made ${connections} connections: ${reason}`);
  // a process that has to start first takes longer on a busy machine
  if (asker !== COMMAND)
    assert.ok(seconds < LIMITS.deadlineSeconds + MARGIN_SECONDS, `${asker} took ${seconds} s: ${reason}`);
}

describe("every fault in all five forms", function () {
  this.timeout(300_000);

  describe("at the endpoint", () => {
    let forms: Forms;
    before(async () => {
      forms = await Forms.start(() => ({}));
    });
    after(() => forms.end());

    /** Asks in all forms at the same time, each a server of its own. */
    async function inAllForms(
      start: () => Promise<FaultServer>,
      assertOutcome: (asker: Asker, server: FaultServer, outcome: Outcome) => Promise<void>,
    ): Promise<void> {
      await Promise.all(
        ASKERS.map(async (asker) => {
          const server = await start();
          try {
            await assertOutcome(asker, server, await forms.ask(asker, server.endpoint));
          } finally {
            await server.close();
          }
        }),
      );
    }

    for (const { name, mayPass } of SERVER_FAULTS)
      it(`${name}: ${mayPass ? "tried again" : "asked once"}`, () =>
        inAllForms(
          () => startFaultyServer(name),
          (...outcome) => assertTold(...outcome, mayPass),
        ));

    for (const name of [
      "hangs",
      "resets at once",
      "reads, then closes",
      "drips its header",
      "breaks off its header",
    ] as const)
      it(`an API that ${name}: tried again`, () =>
        inAllForms(
          () => startFaultyProxy(name),
          async (asker, server, outcome) => {
            await assertTold(asker, server, outcome, true);
            await server.idle();
          },
        ));

    for (const [name, end] of [
      ["hangs in its body", () => {}],
      ["breaks off its body", (response) => response.destroy()],
    ] as const satisfies [string, (response: ServerResponse) => void][])
      it(`an API that ${name}: tried again`, () =>
        inAllForms(
          () =>
            startServer((_, response) => response.writeHead(200).write('{"Response":', () => end(response))),
          async (asker, server, outcome) => {
            await assertTold(asker, server, outcome, true);
            await server.idle();
          },
        ));

    for (const { name, mayPass } of TLS_FAULTS.filter(({ name }) => !name.includes("trusted")))
      it(`TLS, ${name}: ${mayPass ? "tried again" : "asked once"}`, () =>
        inAllForms(
          () => startFaultyTls(name),
          async (asker, server, outcome) => {
            await assertTold(asker, server, outcome, mayPass);
            await server.idle();
          },
        ));

    for (const [name, reply] of Object.entries(ENCODINGS))
      it(`a reply in another encoding is understood: ${name}`, () =>
        inAllForms(
          () => startServer(reply),
          async (asker, server, { reason }) => {
            assert.equal(reason, undefined, `${asker}: ${reason}`);
            assert.equal(server.connections, 1);
          },
        ));
  });

  describe("on the way", () => {
    let forms: Forms;
    let folder: string;
    /** Of the proxy that each form has been told of. */
    const ports = new Map<Asker, number>();
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "tcss-authority-"));
      const authority = join(folder, "authority.pem");
      writeFileSync(authority, testAuthority().cert);
      for (const asker of ASKERS) ports.set(asker, await portToKeep());
      forms = await Forms.start((asker) => ({
        HTTPS_PROXY: `http://127.0.0.1:${ports.get(asker)}`,
        NODE_EXTRA_CA_CERTS: authority,
      }));
    });
    after(async () => {
      await forms.end();
      rmSync(folder, { recursive: true });
    });

    for (const [index, { name, mayPass }] of PROXY_FAULTS.entries())
      it(`a proxy that ${name}: ${mayPass ? "tried again" : "asked once"}`, async () => {
        await Promise.all(
          ASKERS.map(async (asker) => {
            const proxy = await startFaultyProxy(name, ports.get(asker));
            try {
              // a host of its own: after a timeout the same one would get a short try alone
              const outcome = await forms.ask(asker, `https://gw${index}.example.test`);
              await assertTold(asker, proxy, outcome, mayPass);
              await proxy.idle();
            } finally {
              await proxy.close();
            }
          }),
        );
      });

    for (const { name, mayPass } of TLS_FAULTS.filter(({ name }) => name.includes(" trusted")))
      it(`TLS, ${name}: ${mayPass ? "tried again" : "asked once"}`, async () => {
        await Promise.all(
          ASKERS.map(async (asker) => {
            const server = await startFaultyTls(name);
            try {
              await assertTold(asker, server, await forms.ask(asker, server.endpoint), mayPass);
            } finally {
              await server.close();
            }
          }),
        );
      });

    it("a certificate of an authority that this machine trusts is none", async () => {
      await Promise.all(
        ASKERS.map(async (asker) => {
          const server = await startTrustedTls();
          assert.equal((await forms.ask(asker, server.endpoint)).reason, undefined, asker);
          await server.close();
        }),
      );
    });
  });
});
