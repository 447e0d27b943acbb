import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TcssError } from "../../../../core/base/errors";
import { type FileOptions, readRegularFile, readRegularFileSync } from "../../../../core/base/files";
import { makePipe } from "../../../support/pipes";

const WHAT = { what: "the settings" };

describe("A file that a user wrote", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tcss-files-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Both ways to read must agree. */
  async function read(path: string, options: FileOptions = WHAT): Promise<string | undefined> {
    const [waited, atOnce] = [await readRegularFile(path, options), readRegularFileSync(path, options)];
    assert.equal(waited, atOnce);
    return waited;
  }

  async function refused(path: string, options: FileOptions = WHAT): Promise<string> {
    const errors: unknown[] = [];
    await readRegularFile(path, options).catch((error: unknown) => errors.push(error));
    try {
      readRegularFileSync(path, options);
    } catch (error) {
      errors.push(error);
    }
    const [waited, atOnce] = errors;
    assert.ok(waited instanceof TcssError && atOnce instanceof TcssError, "both must refuse it");
    assert.equal(waited.message, atOnce.message);
    assert.ok(waited.message.includes(path), "the file is named");
    assert.equal(waited.kind, options.kind ?? "configuration");
    return waited.message;
  }

  const written = (content: Uint8Array | string): string => {
    const path = join(folder, "file");
    writeFileSync(path, content);
    return path;
  };

  const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, "utf16le");
  const texts: [why: string, content: Uint8Array | string, text: string][] = [
    ["UTF-8", "id: 生产\r\n", "id: 生产\r\n"],
    ["UTF-8 with a byte order mark", "\uFEFFid: 生产", "id: 生产"],
    ["UTF-16, little end first, as PowerShell writes it", utf16("id: 生产"), "id: 生产"],
    ["UTF-16, big end first", utf16("id: 生产").swap16(), "id: 生产"],
    ["empty", "", ""],
    ["nothing but a byte order mark", "\uFEFF", ""],
    ["longer than what is read at a time", "x".repeat(300_000), "x".repeat(300_000)],
    ["exactly of the size that is allowed", "x".repeat(1024 * 1024), "x".repeat(1024 * 1024)],
  ];
  for (const [why, content, text] of texts)
    it(`is read: ${why}`, async () => assert.equal(await read(written(content)), text));

  it("is read through a link, as a cluster mounts its tokens", async () => {
    written("token");
    symlinkSync("file", join(folder, "link"));
    assert.equal(await read(join(folder, "link")), "token");
  });

  it("is absent where nothing stands, no folder stands, or a file stands in the place of the folder", async () => {
    assert.equal(await read(join(folder, "none")), undefined);
    assert.equal(await read(join(folder, "none", "none", "none")), undefined);
    assert.equal(await read(join(written("x"), "none")), undefined);
    assert.equal(await read("/dev/null/.tccli/default.credential"), undefined);
  });

  it("is absent in a folder that is a link, where the folder is there", async () => {
    mkdirSync(join(folder, "real"));
    symlinkSync("real", join(folder, "linked"));
    assert.equal(await read(join(folder, "linked", "none")), undefined);
  });

  const bytes: [why: string, content: Uint8Array, problem: RegExp][] = [
    ["bytes that are not UTF-8", Buffer.from([0x61, 0xff, 0x62]), /not UTF-8 text\. Save it as UTF-8/],
    ["GBK", Buffer.from([0xc9, 0xfa, 0xb2, 0xfa]), /not UTF-8 text/],
    ["half a character of UTF-16", Buffer.from([0xff, 0xfe, 0x61]), /not UTF-16LE text/],
    ["UTF-16 without a byte order mark", Buffer.from("secret", "utf16le"), /NUL characters/],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), /is UTF-32/],
  ];
  for (const [why, content, problem] of bytes)
    it(`is refused: ${why}`, async () => assert.match(await refused(written(content)), problem));

  it("is refused above the size limit, without telling its content", async () => {
    const message = await refused(written("hunter2hunter2"), { ...WHAT, maxBytes: 8 });
    assert.match(message, /^the settings: .* is larger than 8 bytes/);
    assert.doesNotMatch(message, /hunter2/);
    assert.match(await refused(written("x".repeat(1024 * 1024 + 1))), /is larger than 1 MiB/);
  });

  it("is refused where it is a folder", async () =>
    assert.match(await refused(folder), /cannot be read \(EISDIR\): it is a folder/));

  it("is refused where it is a link to nothing, to itself, or in a folder that is one", async () => {
    const link = join(folder, "link");
    symlinkSync("missing", link);
    assert.match(await refused(link), /is a link to a file that does not exist/);
    assert.match(await refused(join(link, "deeper", "file")), /a link to a folder that does not exist/);
    symlinkSync("loop", join(folder, "loop"));
    assert.match(await refused(join(folder, "loop")), /ELOOP/);
  });

  it("is refused where it may not be read", async function () {
    if (process.getuid?.() === 0) this.skip(); // root may read everything
    const path = written("x");
    chmodSync(path, 0);
    assert.match(await refused(path), /permission denied \(EACCES\)/);
  });

  it("is refused at once where it is a pipe or a device, which may never end", async () => {
    const pipe = join(folder, "pipe");
    makePipe(pipe);
    assert.match(await refused(pipe), /is a named pipe, not a file/);
    symlinkSync("pipe", join(folder, "link"));
    assert.match(await refused(join(folder, "link")), /is a named pipe/);
    assert.match(await refused("/dev/zero"), /is a device, not a file/);
  });

  it("is refused where it is a socket", async () => {
    const path = join(folder, "socket");
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    assert.match(await refused(path), /is a socket, not a file/);
    await new Promise((resolve) => server.close(resolve));
  });

  it("is refused with the kind and the next step that the caller gives", async () => {
    const options = { what: "tccli profile prod", kind: "credentials", nextStep: "Log in again." } as const;
    assert.match(await refused(folder, options), /Log in again\.$/);
  });

  it("is refused with a name that no file can have", async () => {
    assert.match(await refused(join(folder, "x".repeat(300))), /ENAMETOOLONG/);
    await assert.rejects(readRegularFile("a\0b", WHAT), /cannot be read/);
  });
});
