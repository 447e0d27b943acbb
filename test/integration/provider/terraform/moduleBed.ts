import { join } from "node:path";
import { type Emulator, startEmulator } from "../../../../emulator/src";
import { emulatorAccess } from "../../../support/emulatorAccess";
import {
  type Engine,
  type InProcess,
  type Outcome,
  serveInProcess,
  TerraformModule,
} from "../../support/terraform";

export const READ = 'data "tcss_purchase_state" "this" {}\n';
export const UNDEFENDED = "data.tcss_purchase_state.this.undefend_cores_cnt";
export const RESOURCE = `resource "terraform_data" "node" {
  input = ${UNDEFENDED}
}
`;

/** What a user sees, without the frame and the line breaks of the engine. */
export const plainText = ({ output }: Outcome): string => output.replace(/[│╷╵]/g, "").replace(/\s+/g, " ");

/** Modules whose provider runs in this process and asks an emulator, with an undefended account before each test. */
export function useModules(engine: Engine) {
  let emulator: Emulator;
  let provider: InProcess;
  let module: TerraformModule | undefined;
  before(async () => {
    emulator = await startEmulator({ scenario: "undefended" });
  });
  after(() => emulator.close());
  beforeEach(() => {
    emulator.setScenario("undefended");
    emulator.faults.clear();
    emulator.clearRequests();
  });
  afterEach(() => {
    provider.close();
    module?.remove();
  });

  async function moduleOf(text: string, files: Record<string, string> = {}): Promise<TerraformModule> {
    module = new TerraformModule({ engine, text, files });
    const { folder } = module;
    const env = {
      HOME: join(folder, "home"),
      ...emulatorAccess(emulator),
      TENCENTCLOUD_STS_ENDPOINT: emulator.endpoint,
      TENCENTCLOUD_METADATA_ENDPOINT: "http://127.0.0.1:9",
    };
    provider = await serveInProcess(env, folder);
    module.env["TF_REATTACH_PROVIDERS"] = provider.reattach;
    return module;
  }

  const asked = (): number => emulator.requests("DescribePurchaseStateInfo").length;

  return {
    get emulator() {
      return emulator;
    },
    get provider() {
      return provider;
    },
    moduleOf,
    asked,
  };
}
