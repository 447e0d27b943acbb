// One action is asked, to see what it answers: whatever comes back is a result.
import {
  type ApiAccess,
  type ApiAction,
  asTcssError,
  type Credential,
  callAction,
  type JsonRecord,
  type TcssError,
  withDeadline,
} from "pulumi-tcss/internal";
import { COMMAND_WORDS } from "../words";
import type { PermissionAnswer } from "./checks";

/** With what actions are asked. */
export interface Asking {
  readonly access: ApiAccess;
  readonly credential: Credential;
  /** Time for one action, tries included. Unit: seconds. */
  readonly seconds: number;
  readonly onServerTime?: (time: Date) => void;
}

/** What an action has answered. */
export interface Probe {
  readonly answer: Exclude<PermissionAnswer, "notAsked">;
  /** What stands under `Response`. Absent where the answer is an error. */
  readonly fields?: JsonRecord;
  readonly error?: TcssError;
}

/** Asks `action`, and keeps the reply as it came. Never throws. */
export async function probe(
  { service, name, requestsPerSecond, camAction }: ApiAction,
  request: object | null,
  { access, credential, seconds, onServerTime }: Asking,
): Promise<Probe> {
  const action: ApiAction<unknown, JsonRecord> = {
    service,
    name,
    requestsPerSecond,
    ...(camAction === undefined ? {} : { camAction }),
    parse: (fields) => fields,
  };
  const { endpoint, account } = access;
  try {
    const fields = await withDeadline(
      { seconds, subject: `the reply of ${name}`, endpoint, account },
      (limits) => callAction(action, request, { access, credential, onServerTime, ...limits }),
    );
    return { answer: "granted", fields };
  } catch (thrown) {
    const error = asTcssError(thrown).inWordsOf(COMMAND_WORDS);
    return { answer: answerOf(error), error };
  }
}

/** An error that says nothing about the permission leaves it unknown. */
function answerOf({ kind, code = "" }: TcssError): Probe["answer"] {
  if (kind !== "api") return "unknown";
  if (/^(AuthFailure\.)?UnauthorizedOperation/.test(code)) return "denied";
  return /^InvalidAction/.test(code) ? "notOffered" : "unknown";
}

/** Whether the server has answered at all, be it with an error. */
export function hasAnswered({ fields, error }: Probe): boolean {
  return fields !== undefined || error?.kind === "api";
}
