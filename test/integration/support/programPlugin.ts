import type { Emulator } from "../../../emulator/src";
import { serve } from "../../../provider/plugin/server";
import { emulatorAccess } from "../../support/emulatorAccess";
import { PluginClient } from "../../unit/provider/plugin/client";
import { programEnvironment, withoutMocks } from "../../unit/sdk/support";

/** A plugin in this process, whose environment is that of a program with an emulator's account until it is closed. */
export interface ProgramPlugin {
  readonly plugin: PluginClient;
  close(): void;
}

export async function startProgramPlugin(emulator: Emulator): Promise<ProgramPlugin> {
  const saved = process.env;
  process.env = { ...programEnvironment(saved), ...emulatorAccess(emulator) };
  withoutMocks();
  const server = await serve(process.env);
  const plugin = new PluginClient(server.port);
  await plugin.configure({});
  return {
    plugin,
    close: () => {
      plugin.close();
      server.close();
      process.env = saved;
      withoutMocks();
    },
  };
}
