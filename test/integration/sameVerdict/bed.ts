import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadGateSettings } from "pulumi-tcss/internal";
import type { Places } from "./answers";
import { type ReplyServer, startReplyServer } from "./replyServer";

// `assessSources` imports its sources when they are needed, and tsx/cjs alone does not see import()
// @ts-expect-error it has no types
const loader: Promise<unknown> = import("tsx");

/** A server for the accounts of cases, folders for their settings, and silence on standard error. */
export function useSameVerdict() {
  let server: ReplyServer;
  let places: Places;
  before(async () => {
    await loader;
    server = await startReplyServer();
    const folder = mkdtempSync(join(tmpdir(), "tcss-same-"));
    const program = join(folder, "program");
    mkdirSync(program);
    const env = {
      HOME: "/nowhere",
      TENCENTCLOUD_SECRET_ID: "AKIDtest",
      TENCENTCLOUD_SECRET_KEY: "key-of-the-test",
      TENCENTCLOUD_REGION: "ap-singapore",
      TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint,
      TENCENTCLOUD_STS_ENDPOINT: server.endpoint,
    };
    places = { folder, program, env };
  });
  after(async () => {
    await server.close();
    rmSync(places.folder, { recursive: true });
  });

  const { error } = console;
  beforeEach(() => {
    console.error = () => {};
  });
  afterEach(() => {
    console.error = error;
  });

  return {
    get server() {
      return server;
    },
    get places() {
      return places;
    },
    /** The settings that count for the case that was written last. */
    settings(): ReturnType<typeof loadGateSettings> {
      const named = { file: join(places.folder, "pack.yaml"), by: "--gate-config" };
      return loadGateSettings({ programFolder: places.program, env: places.env, named });
    },
  };
}
