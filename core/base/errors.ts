import { onlyDefined } from "./defined";
import { redactOwn } from "./redact";
import { printable, visible } from "./text";
import { inWords, PULUMI_WORDS, type Vocabulary, type Wording } from "./vocabulary";

export { redact } from "./redact";
export { printable } from "./text";

/**
 * What kind of trouble an error is, because the next step depends on it:
 * - `credentials`: none found, or the ones found are broken;
 * - `account`: the credentials belong to another account than the one that is meant;
 * - `configuration`: an argument, a setting or a file of the user's is wrong;
 * - `api`: Tencent Cloud answered with an error of its own;
 * - `network`: no answer came (refused, reset, not resolved, too late, a certificate, a proxy);
 * - `reply`: an answer came that is not a reply of this API;
 * - `evidence`: values were read, but nothing can be judged by them: too old, of unknown age, missing;
 * - `internal`: a defect of ours or of a library.
 */
export type TcssErrorKind =
  | "credentials"
  | "account"
  | "configuration"
  | "api"
  | "network"
  | "reply"
  | "evidence"
  | "internal";

/** The facts of a failure; each is absent when it is not known or does not apply. */
export interface TcssErrorDetails {
  readonly kind: TcssErrorKind;
  /** Tencent's error code (`AuthFailure.SignatureFailure`), or the network's (`ECONNREFUSED`). */
  readonly code?: string | undefined;
  /** Tencent's id of the request; their support asks for it. */
  readonly requestId?: string | undefined;
  /** The account's name as the user gave it, for messages. */
  readonly account?: string | undefined;
  /** The address that was asked, such as `https://tcss.intl.tencentcloudapi.com`. */
  readonly endpoint?: string | undefined;
  /** HTTP status of the answer, where there was one. */
  readonly httpStatus?: number | undefined;
  /** The source of the credentials that were used or are broken, such as `environment`. */
  readonly credentialSource?: string | undefined;
  /** The argument or setting that is wrong, for `configuration` errors. */
  readonly property?: string | undefined;
  /** The CAM action that the identity must be allowed, such as `tcss:DescribeUserCluster`, where it is refused for lack of it. */
  readonly permission?: string | undefined;
  /** What to do now: one or two whole sentences, or how to make them in the words of the caller's users. */
  readonly nextStep?: Wording | undefined;
}

/** The facts of an error as data that JSON can hold, its texts made safe and in the words of the caller's users. */
export interface TcssErrorFacts extends TcssErrorDetails {
  /** What happened, without place and next step. */
  readonly summary: string;
  readonly nextStep?: string | undefined;
}

/**
 * The only error that this package throws on purpose. Its `message` is whole: what happened, where, the
 * request id, the next step. It never holds a secret, and its text fits a terminal.
 */
export class TcssError extends Error {
  readonly kind: TcssErrorKind;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  readonly account: string | undefined;
  readonly endpoint: string | undefined;
  readonly httpStatus: number | undefined;
  readonly property: string | undefined;
  readonly nextStep: string | undefined;
  /** What happened, without place and next step. */
  readonly summary: string;
  readonly #wording: readonly [summary: Wording, details: TcssErrorDetails];

  constructor(wording: Wording, details: TcssErrorDetails, options?: { readonly cause?: unknown }) {
    // a secret may have come in with any of the texts; and none of them may hide or reorder the rest
    const safe = <T extends string | undefined>(text: T): T =>
      (text === undefined ? undefined : visible(redactOwn(text))) as T;
    const summary = safe(inWords(wording, PULUMI_WORDS) ?? "");
    const advice = safe(inWords(details.nextStep, PULUMI_WORDS));
    const nextStep = advice === undefined ? undefined : asSentence(advice);
    const requestId = safe(details.requestId);
    const statement = statementOf({ ...details, summary, requestId });
    super(nextStep === undefined ? statement : `${statement} ${nextStep}`, options);
    this.name = "TcssError";
    this.summary = summary;
    this.kind = details.kind;
    this.code = safe(details.code);
    this.requestId = requestId;
    this.account = details.account;
    this.endpoint = details.endpoint;
    this.httpStatus = details.httpStatus;
    this.property = details.property;
    this.nextStep = nextStep;
    this.#wording = [wording, details];
  }

  /** The source of the credentials that were used or are broken; undefined before one is known. */
  get credentialSource(): string | undefined {
    return this.#wording[1].credentialSource;
  }

  /** The CAM action that the identity must be allowed; undefined where that is not what is missing. */
  get permission(): string | undefined {
    return this.#wording[1].permission;
  }

  /** What is known of the failure, as data. */
  get facts(): TcssErrorFacts {
    const { kind, summary, code, requestId, account, endpoint, httpStatus, credentialSource } = this;
    const { property, permission, nextStep } = this;
    return onlyDefined({
      kind,
      summary,
      code,
      requestId,
      account,
      endpoint,
      httpStatus,
      credentialSource,
      property,
      permission,
      nextStep,
    });
  }

  /** The same error with more or other facts. */
  with(facts: Partial<TcssErrorDetails>): TcssError {
    const [summary, details] = this.#wording;
    return again(this, summary, { ...details, ...facts });
  }

  /** The same error with `addition` behind what happened. */
  adding(addition: string): TcssError {
    const [summary, details] = this.#wording;
    const whole: Wording = (words) => `${inWords(summary, words) ?? ""}${addition}`;
    return again(this, whole, details);
  }

  /** The same error with a sentence behind its next step. */
  advising(sentence: string): TcssError {
    const [summary, details] = this.#wording;
    const nextStep: Wording = (words) => {
      const first = inWords(details.nextStep, words);
      return first === undefined ? sentence : `${asSentence(first)} ${sentence}`;
    };
    return again(this, summary, { ...details, nextStep });
  }

  /** The same error in the words of a caller's users; this one has Pulumi's. */
  inWordsOf(words: Vocabulary): TcssError {
    const [summary, details] = this.#wording;
    const nextStep = inWords(details.nextStep, words);
    return again(this, inWords(summary, words) ?? "", { ...details, nextStep });
  }
}

/** Outside of the class, which a bundler would otherwise give another name. */
function again({ cause }: TcssError, summary: Wording, details: TcssErrorDetails): TcssError {
  return new TcssError(summary, details, cause === undefined ? undefined : { cause });
}

/** What happened, and where, as a sentence. */
export function statementOf({
  summary,
  account,
  endpoint,
  requestId,
}: Pick<TcssErrorFacts, "summary" | "account" | "endpoint" | "requestId">): string {
  const place = [
    account === undefined ? undefined : `account ${account}`,
    endpoint === undefined ? undefined : `endpoint ${endpoint}`,
    requestId === undefined ? undefined : `request id ${requestId}`,
  ].filter((part) => part !== undefined);
  return visible(asSentence(place.length === 0 ? summary : `${summary} (${place.join(", ")})`));
}

/** `text` with a full stop at its end, unless it has another sign there. */
function asSentence(text: string): string {
  return /[.!?:]$/.test(text) ? text : `${text}.`;
}

/** An error for a wrong argument or setting, named by its property. */
export function configurationError(property: string, summary: Wording, nextStep?: Wording): TcssError {
  return new TcssError(summary, { kind: "configuration", property, nextStep });
}

/**
 * Any thrown value as a `TcssError`, so that a caller needs to know one kind only. A foreign error is a
 * defect of ours or of a library: its message is kept, its stack is not.
 */
export function asTcssError(thrown: unknown, details: Partial<TcssErrorDetails> = {}): TcssError {
  if (thrown instanceof TcssError) return thrown;
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return new TcssError(
    `unexpected failure: ${printable(text)}`,
    { kind: "internal", ...details },
    { cause: thrown },
  );
}
