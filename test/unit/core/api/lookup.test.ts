import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import dns, { type LookupAddress } from "node:dns";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lookupUntil, system } from "../../../../core/api/lookup";

type NameServer = "hangs" | "knows nothing" | "fails";

describe("lookupUntil", () => {
  const originals = { ...system, lookup: dns.lookup };
  let folder: string;
  let close: () => Promise<unknown>;
  let queries: number;
  let bySystem: string[];
  /** Waits for a query. */
  let asked: () => Promise<unknown>;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tcss-lookup-"));
    [queries, bySystem, close] = [0, [], async () => {}];
    Object.assign(system, { asksNameServers: true, hostsFile: join(folder, "hosts") });
    writeFileSync(system.hostsFile, "127.0.0.1 localhost\n");
    dns.lookup = ((name: string, _: unknown, callback: (error: null, found: LookupAddress[]) => void) => {
      bySystem.push(name);
      callback(null, [{ address: "192.0.2.9", family: 4 }]);
    }) as unknown as typeof dns.lookup;
  });
  afterEach(async () => {
    await close();
    const { lookup, ...own } = originals;
    Object.assign(system, own);
    dns.lookup = lookup;
    rmSync(folder, { recursive: true });
  });

  /** Has names looked up at a server of this machine. */
  async function serve(manner: NameServer): Promise<void> {
    const socket = createSocket({ type: "udp4", lookup: originals.lookup });
    socket.on("message", (query, { port, address }) => {
      queries += 1;
      if (manner === "hangs") return;
      const reply = Buffer.from(query);
      // an answer, and its code: no such name, or the server's failure
      reply.writeUInt16BE(manner === "fails" ? 0x8182 : 0x8183, 2);
      socket.send(reply, port, address);
    });
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    asked = () => once(socket, "message");
    close = () => new Promise<void>((resolve) => socket.close(resolve));
    system.resolver = () => {
      const resolver = new dns.promises.Resolver({ timeout: 100, tries: 1 });
      resolver.setServers([`127.0.0.1:${socket.address().port}`]);
      return resolver;
    };
  }

  function look(name: string, options: object = {}, signal = new AbortController().signal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      lookupUntil(signal)(name, { all: true, ...options }, (error, found, family) => {
        if (error) reject(error);
        else resolve(Array.isArray(found) ? found.map(({ address }) => address) : [found, family]);
      });
    });
  }

  for (const name of ["localhost", "LOCALHOST", "localhost.", "emulator.localhost"])
    it(`asks nobody for ${name}`, async () => {
      await serve("hangs");
      assert.deepEqual(await look(name), ["127.0.0.1", "::1"]);
      assert.deepEqual([queries, bySystem], [0, []]);
    });

  it("takes what the hosts file says", async () => {
    await serve("hangs");
    const lines = [
      "# 192.0.2.1 gw.example.test",
      "192.0.2.2\tother GW.example.test. # ours",
      "fd00::2 gw.example.test",
      "nonsense gw.example.test",
    ];
    writeFileSync(system.hostsFile, lines.join("\r\n"));
    assert.deepEqual(await look("gw.example.test"), ["192.0.2.2", "fd00::2"]);
    assert.deepEqual(await look("gw.example.test.", { family: 6 }), ["fd00::2"]);
    assert.deepEqual(await look("gw.example.test", { all: false }), ["192.0.2.2", 4]);
    assert.deepEqual([queries, bySystem], [0, []]);
  });

  it("asks nobody where the signal has ended the request meanwhile", async () => {
    await serve("hangs");
    const controller = new AbortController();
    const looked = look("gw.example.test", {}, controller.signal);
    controller.abort();
    await assert.rejects(looked, { code: "EAI_AGAIN" });
    assert.deepEqual([queries, bySystem], [0, []]);
  });

  it("gives up with the signal, and never asks the system, whose lookup nobody can end", async () => {
    await serve("hangs");
    const original = system.resolver;
    system.resolver = () => {
      const resolver = original();
      const servers = resolver.getServers();
      const patient = new dns.promises.Resolver({ timeout: 60_000, tries: 9 });
      patient.setServers(servers);
      return patient;
    };
    const controller = new AbortController();
    const looked = look("gw.example.test", {}, controller.signal);
    await asked();
    controller.abort();
    await assert.rejects(looked, { code: "EAI_AGAIN" });
    assert.deepEqual(bySystem, []);
  });

  it("says that the name could not be resolved where no name server answers in time", async () => {
    await serve("hangs");
    await assert.rejects(look("gw.example.test"), { code: "EAI_AGAIN" });
    assert.ok(queries >= 2);
    assert.deepEqual(bySystem, []);
  });

  for (const manner of ["knows nothing", "fails"] as const)
    it(`asks the system where the name server ${manner}: it may know more`, async () => {
      await serve(manner);
      assert.deepEqual(await look("gateway"), ["192.0.2.9"]);
      assert.deepEqual(bySystem, ["gateway"]);
    });

  it("asks the system alone for names of the local network, and on other systems", async () => {
    await serve("hangs");
    assert.deepEqual(await look("printer.local"), ["192.0.2.9"]);
    Object.assign(system, { asksNameServers: false });
    assert.deepEqual(await look("gw.example.test"), ["192.0.2.9"]);
    assert.deepEqual([queries, bySystem], [0, ["printer.local", "gw.example.test"]]);
  });

  it("knows no address of a family that the name has none of", async () => {
    await serve("hangs");
    writeFileSync(system.hostsFile, "192.0.2.2 gw.example.test\n");
    await assert.rejects(look("gw.example.test", { family: 6 }), { code: "ENOTFOUND" });
  });
});
