import { isRecord, printable, TcssError } from "pulumi-tcss/internal";
import type { Observation, Origin } from "../document";
import { utc } from "./json";
import { observationsIn } from "./parse";
import { GivenUp, runPulumi } from "./pulumiCommand";
import type { ParseContext } from "./stored";

const MAX_STATE_BYTES = 1024 * 1024 * 1024;
/** What one call of `pulumi` may take: an export of a large state by a slow network. */
const TIMEOUT_SECONDS = 120;
/** A shell's exit code where it finds no such command. */
const SHELL_FOUND_NONE = 127;

/**
 * Reads every `PurchaseState` in a stack's state, whether its values are exported or not, else its outputs, by the
 * `pulumi` that the user is logged in with.
 * @param stack `ORGANIZATION/PROJECT/STACK`.
 * @returns one observation that says why, when the stack cannot be read.
 */
export async function readStack(stack: string, context: ParseContext): Promise<Observation[]> {
  const origin: Origin = { kind: "stack", name: stack };
  try {
    const [state, updatedAt] = await Promise.all([
      pulumiJson("stack", "export", `--stack=${stack}`),
      lastSuccess(stack),
    ]);
    return observationsIn(state, origin, { ...context, updatedAt });
  } catch (error) {
    if (!(error instanceof TcssError)) throw error;
    return [{ origin, reading: error, place: { stack } }];
  }
}

const RECENT_UPDATES = 20;

/**
 * When the stack's values were last read. An update that fails, as one that the gate blocks, keeps the old values
 * and still writes the state again, so that the state's own time is not that of the values.
 * @returns undefined where no update is known: the state was imported, or the backend keeps no history.
 */
async function lastSuccess(stack: string): Promise<string | undefined> {
  const page = ["--page=1", `--page-size=${RECENT_UPDATES}`];
  const updates = await pulumiJson("stack", "history", "--json", `--stack=${stack}`, ...page).catch(() => []);
  const read = (Array.isArray(updates) ? updates.filter(isRecord) : []).find(
    ({ kind, result }) => result === "succeeded" && (kind === "update" || kind === "refresh"),
  );
  return utc(read?.["endTime"]);
}

/**
 * What `pulumi ARGS` prints, parsed from JSON.
 * @throws TcssError of kind `configuration` when it cannot be started, refuses, or prints no JSON.
 */
export async function pulumiJson(...args: string[]): Promise<unknown> {
  const text = await pulumi(...args);
  try {
    return JSON.parse(text);
  } catch {
    throw new TcssError(`pulumi ${commandOf(args)} printed no JSON`, {
      kind: "configuration",
      nextStep: "Check that pulumi on PATH is Pulumi's own command line: pulumi version.",
    });
  }
}

async function pulumi(...args: string[]): Promise<string> {
  const flags = ["--non-interactive", "--color=never"];
  const limits = { seconds: TIMEOUT_SECONDS, bytes: MAX_STATE_BYTES };
  const { code, out, errors } = await runPulumi([...flags, ...args], limits).catch(
    (error: NodeJS.ErrnoException | GivenUp) => {
      throw whyNot(error, args);
    },
  );
  if (code === 0) return out;
  if (code === SHELL_FOUND_NONE) throw whyNot({ code: "ENOENT" }, args);
  const said = printable(errors.replace(/^error: /gm, "")) || `it ended with ${code ?? "a signal"}`;
  throw new TcssError(`pulumi ${commandOf(args)} failed: ${said}`, {
    kind: "configuration",
    nextStep:
      "Check the stack's name (ORGANIZATION/PROJECT/STACK) and that you are logged in: pulumi whoami.",
  });
}

function whyNot(error: GivenUp | { readonly code?: unknown }, args: readonly string[]): TcssError {
  if (error instanceof GivenUp)
    return error.reason === "time"
      ? new TcssError(`pulumi ${commandOf(args)} did not end within ${TIMEOUT_SECONDS} s`, {
          kind: "configuration",
          nextStep: "Check that the backend that you are logged in to answers: pulumi whoami --verbose.",
        })
      : new TcssError(`pulumi ${commandOf(args)} printed more than 1 GiB`, {
          kind: "configuration",
          nextStep: "Check that pulumi on PATH is Pulumi's own command line: pulumi version.",
        });
  if (error.code === "ENOENT")
    return new TcssError("there is no pulumi on PATH to read stacks with", {
      kind: "configuration",
      nextStep: "Install Pulumi, or give a file instead: --file.",
    });
  return new TcssError(`pulumi could not be started (${error.code})`, {
    kind: "configuration",
    nextStep: "Check that pulumi on PATH is Pulumi's own command line: pulumi version.",
  });
}

/** The words before the flags: `stack export`. */
function commandOf(args: readonly string[]): string {
  return args.filter((arg) => !arg.startsWith("-")).join(" ");
}
