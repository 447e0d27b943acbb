import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Run, runRead } from "../support/runRead";
import { startFaultyTls, startTrustedTls, type TLS_FAULTS, testAuthority } from "../support/tlsFaults";
import { failureOf, KEY, useNetwork } from "./networkBed";

describe("faults of the network", () => {
  const bed = useNetwork();

  const SENTENCES: readonly [fault: (typeof TLS_FAULTS)[number]["name"], sentence: RegExp][] = [
    ["self-signed", /does not trust the certificate: it is self-signed/],
    ["of an unknown authority", /does not trust the certificate: its authority is not known/],
    [
      "of an unknown authority, sent with it",
      /does not trust the certificate: its authority is not a known one/,
    ],
  ];

  for (const [fault, sentence] of SENTENCES)
    it(`says what is wrong with a certificate: ${fault}`, async () => {
      bed.server = await startFaultyTls(fault);
      const { message } = await failureOf({ endpoint: bed.server.endpoint });
      assert.match(message, sentence);
      assert.match(message, /set NODE_EXTRA_CA_CERTS to a PEM file/);
    });

  describe("a certificate of an authority that is trusted", () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "tcss-authority-"));
      await writeFile(join(folder, "authority.pem"), testAuthority().cert);
    });
    after(() => rm(folder, { recursive: true }));

    /** In a process of its own: Node.js reads NODE_EXTRA_CA_CERTS once. */
    function read(endpoint: string): Promise<Run> {
      const env = {
        ...KEY,
        NODE_EXTRA_CA_CERTS: join(folder, "authority.pem"),
        TENCENTCLOUD_TCSS_ENDPOINT: endpoint,
      };
      return runRead(env, { "tcss:maxRetries": 1 });
    }

    it("is accepted", async () => {
      bed.server = await startTrustedTls();
      assert.equal((await read(bed.server.endpoint)).stdout, "state 3\n");
    });

    const refusals: readonly [fault: (typeof TLS_FAULTS)[number]["name"], sentence: RegExp][] = [
      [
        "expired, of a trusted authority",
        /^the request failed: this machine does not trust the certificate: it has expired/,
      ],
      ["not valid yet, of a trusted authority", /does not trust the certificate: it is not valid yet/],
      [
        "for another host, of a trusted authority",
        /does not trust the certificate: it is for another host name/,
      ],
      [
        "trusted, but a client certificate is wanted",
        /the server refuses this machine, or wants a client certificate/,
      ],
    ];
    for (const [fault, sentence] of refusals)
      it(`is refused once, in words of its own, when it is ${fault}`, async () => {
        bed.server = await startFaultyTls(fault);
        const { exitCode, stderr } = await read(bed.server.endpoint);
        assert.equal(exitCode, 1);
        assert.match(stderr, sentence);
        assert.doesNotMatch(stderr, /after \d+ tries|SSL routines|Check the network/);
        if (stderr.includes("does not trust")) assert.match(stderr, /NODE_EXTRA_CA_CERTS/);
        assert.equal(bed.server.connections, 1);
      });
  });
});
