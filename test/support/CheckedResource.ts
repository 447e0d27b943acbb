import type { ConfigLookup } from "../../core/internal";
import { type CheckFailure, checkFailures } from "../../provider/pulumi";
import { PurchaseStateResource } from "../../provider/resource/PurchaseStateResource";
import type { Properties } from "../../provider/resource/properties";

/** The resource's life cycle, its checks with what Pulumi's engine is told. */
export class CheckedResource {
  readonly #resource: PurchaseStateResource;

  constructor(env: NodeJS.ProcessEnv, now?: () => Date) {
    this.#resource = new PurchaseStateResource({ env, takesFromStack: true, ...(now && { now }) });
  }

  configure(config: ConfigLookup): void {
    this.#resource.configure(config);
  }

  async check(
    before: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: CheckFailure[] }> {
    const { inputs, ...found } = await this.#resource.check(before, news);
    return { inputs, failures: checkFailures(found) };
  }

  diff(outputs: Properties, inputs: Properties): boolean {
    return this.#resource.diff(outputs, inputs);
  }

  outputsOf(inputs: Properties): Properties {
    return this.#resource.outputsOf(inputs);
  }

  read(state: Properties): Promise<{ outputs: Properties; inputs: Properties }> {
    return this.#resource.read(state);
  }
}
