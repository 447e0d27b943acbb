import { printable, TcssError, type TcssErrorDetails } from "../base/errors";
import { redactQuoted } from "../base/redact";
import type { Wording } from "../base/vocabulary";
import { TimeUp } from "./ending";
import type { HttpProxy } from "./proxy";
import { ProxyFault } from "./request";

/** Facts of a request for its error. */
export type RequestFacts = Pick<TcssErrorDetails, "account" | "endpoint" | "httpStatus"> & {
  readonly timeoutSeconds: number;
  /** The proxy that was waited for when the request ended. */
  readonly waitingFor?: HttpProxy | undefined;
};

/** What a code means, and what to do. */
type Meaning = readonly [what: string, nextStep: string];

const CUT: Meaning = ["the connection was cut", "Try again; check proxies and firewalls on the way."];
const NO_WAY: Meaning = [
  "there is no way to the host",
  "Check this machine's network, and firewalls and proxies on the way.",
];

const FAULTS: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: [
    "connection refused: no server is listening",
    "Check the endpoint, the proxy where HTTPS_PROXY or HTTP_PROXY names one, and that the gateway or emulator runs.",
  ],
  ENOTFOUND: ["the host's name is not known", "Check the endpoint and this machine's name resolution."],
  EAI_AGAIN: [
    "the host's name could not be resolved",
    "Check this machine's network and name resolution, then try again.",
  ],
  ECONNRESET: CUT,
  ECONNABORTED: CUT,
  EPIPE: CUT,
  ERR_STREAM_PREMATURE_CLOSE: CUT,
  ETIMEDOUT: ["the connection could not be made in time", NO_WAY[1]],
  EHOSTUNREACH: NO_WAY,
  EHOSTDOWN: NO_WAY,
  ENETUNREACH: NO_WAY,
  ENETDOWN: NO_WAY,
};

const AUTHORITY = "set NODE_EXTRA_CA_CERTS to a PEM file with the certificate of its authority";
const TRUST = `If the certificate is the right one (a gateway, or a proxy that inspects TLS), ${AUTHORITY}.`;
const UNTRUSTED = "this machine does not trust the certificate";

/** Certificates that are refused, by the codes of OpenSSL and Node.js. */
const CERTIFICATES: Readonly<Record<string, Meaning>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: [`${UNTRUSTED}: it is self-signed`, TRUST],
  SELF_SIGNED_CERT_IN_CHAIN: [`${UNTRUSTED}: its authority is not a known one`, TRUST],
  UNABLE_TO_GET_ISSUER_CERT: [`${UNTRUSTED}: its authority is not known`, TRUST],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [`${UNTRUSTED}: its authority is not known`, TRUST],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    `${UNTRUSTED}: its authority is not known, or the server leaves out the certificates between`,
    TRUST,
  ],
  CERT_HAS_EXPIRED: [
    `${UNTRUSTED}: it has expired`,
    "Check this machine's clock; have the certificate renewed. NODE_EXTRA_CA_CERTS cannot help here.",
  ],
  CERT_NOT_YET_VALID: [
    `${UNTRUSTED}: it is not valid yet`,
    "Check this machine's clock. NODE_EXTRA_CA_CERTS cannot help here.",
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    `${UNTRUSTED}: it is for another host name`,
    "Check the endpoint: the certificate must name its host. NODE_EXTRA_CA_CERTS cannot help here.",
  ],
  CERT_REVOKED: [
    `${UNTRUSTED}: it has been revoked`,
    "Ask who runs the endpoint. NODE_EXTRA_CA_CERTS cannot help here.",
  ],
};

const TLS = "the connection could not be encrypted";
const WITHOUT_TLS: Meaning = [
  `${TLS}: the server does not speak TLS there`,
  "Check the endpoint's scheme and port. An endpoint without a scheme means https: write http:// where that is meant.",
];
const WANTS_CERTIFICATE: Meaning = [
  `${TLS}: the server refuses this machine, or wants a client certificate`,
  "Client certificates are not supported: use an endpoint that wants none.",
];

/** Failures of TLS itself, most specific first, by code or by OpenSSL's words, which are not shown. */
const TLS_FAULTS: readonly (readonly [pattern: RegExp, meaning: Meaning])[] = [
  [
    /wrong[ _]version[ _]number|packet[ _]length[ _]too[ _]long|http[ _]request|record[ _]layer[ _]failure/i,
    WITHOUT_TLS,
  ],
  [
    /certificate[ _]required|bad[ _]certificate|handshake[ _]failure|unknown[ _]ca\b|access[ _]denied/i,
    WANTS_CERTIFICATE,
  ],
  [
    /unsupported[ _]protocol|protocol[ _]version|version[ _]too[ _]low|no[ _]shared[ _]cipher|inappropriate[ _]fallback/i,
    [`${TLS}: the server's version of TLS is too old`, "Use an endpoint that speaks TLS 1.2 or later."],
  ],
];

/**
 * The error for a request that got no complete answer.
 * @returns kind `network` for faults of the network, TLS and proxies; `reply` for an answer that is not HTTP;
 * `internal` for everything else: a defect must not look like a fault that passes.
 */
export function requestError(
  thrown: unknown,
  { timeoutSeconds, waitingFor, ...facts }: RequestFacts,
): TcssError {
  const fault = thrown instanceof ProxyFault ? thrown : undefined;
  const cause = rootCause(fault?.cause ?? thrown);
  if (cause instanceof TcssError) return cause;
  const network = (summary: string, code: string, nextStep: Wording): TcssError =>
    new TcssError(summary, { kind: "network", code, ...facts, nextStep });
  if (fault?.status !== undefined) return proxyRefusal(fault.status, fault.proxy.variable, facts);
  if (cause instanceof TimeUp)
    return waitingFor === undefined
      ? network(
          `no complete answer came within ${timeoutSeconds} s`,
          "Timeout",
          (words) => `Check the network, or raise ${words.setting("requestTimeoutSeconds")}.`,
        )
      : network(
          `no complete answer came through the proxy within ${timeoutSeconds} s`,
          "Timeout",
          `Check the proxy that ${waitingFor.variable} names, or list the host in NO_PROXY.`,
        );
  const { code = cause.name } = cause as NodeJS.ErrnoException;
  const [what, nextStep] = meaningOf(code, cause) ?? [];
  if (what === undefined || nextStep === undefined) return notOfTheNetwork(cause, code, facts, fault);
  return fault === undefined
    ? network(`the request failed: ${what} (${code})`, code, nextStep)
    : network(
        `the request failed at the proxy: ${what} (${code})`,
        code,
        `Check the proxy that ${fault.proxy.variable} names, or list the host in NO_PROXY. ${nextStep}`,
      );
}

function meaningOf(code: string, error: Error): Meaning | undefined {
  const known = FAULTS[code] ?? CERTIFICATES[code];
  if (known !== undefined) return known;
  if (code === "EPROTO" || /^ERR_SSL_|^ERR_TLS_/.test(code)) {
    const text = `${code} ${error.message}`;
    return (
      TLS_FAULTS.find(([pattern]) => pattern.test(text))?.[1] ?? [
        TLS,
        "Check the endpoint, and proxies that inspect TLS on the way.",
      ]
    );
  }
  // the other reasons of OpenSSL to refuse a certificate
  if (/^(CERT|CRL|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|INVALID_|PATH_LENGTH|HOSTNAME|ERROR_IN_C)/.test(code))
    return [UNTRUSTED, TRUST];
  // an error of the system's that is not named above
  if ((error as NodeJS.ErrnoException).syscall !== undefined)
    return ["the network failed", "Check the network and the endpoint."];
  return undefined;
}

function notOfTheNetwork(
  cause: Error,
  code: string,
  facts: Omit<RequestFacts, "timeoutSeconds" | "waitingFor">,
  fault: ProxyFault | undefined,
): TcssError {
  if (code.startsWith("HPE_"))
    return new TcssError(
      `${fault === undefined ? "the server" : "the proxy"} did not answer in HTTP (${code})`,
      {
        kind: "reply",
        code,
        ...facts,
        nextStep:
          fault === undefined
            ? "Check the endpoint's scheme and port."
            : `Check the proxy that ${fault.proxy.variable} names.`,
      },
    );
  return new TcssError(
    `unexpected failure: ${printable(redactQuoted(cause.message || cause.name))}`,
    { kind: "internal", ...facts },
    { cause },
  );
}

function proxyRefusal(
  status: number,
  variable: string,
  facts: Omit<RequestFacts, "timeoutSeconds" | "waitingFor">,
): TcssError {
  const [what, nextStep] =
    status === 407
      ? [
          "the proxy requires a user and a password, or refused the given ones",
          `Write them into ${variable}: http://USER:PASSWORD@HOST:PORT, special characters percent-encoded.`,
        ]
      : status === 429
        ? ["the proxy lets no more requests through for now", "Try again; ask who runs the proxy."]
        : status >= 500
          ? ["the proxy could not reach the endpoint", "Try again; ask who runs the proxy."]
          : status < 400
            ? [
                "the proxy does not open a way to the endpoint",
                `Check that ${variable} names a proxy, and not a web page.`,
              ]
            : [
                "the proxy refuses this host",
                `Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY (in use is ${variable}), and ask who runs the proxy to allow the host.`,
              ];
  return new TcssError(`the request failed: ${what} (HTTP ${status})`, {
    kind: "network",
    code: status === 407 ? "ProxyAuthenticationRequired" : "ProxyRefused",
    ...facts,
    httpStatus: status,
    nextStep,
  });
}

/** An aborted request wraps the reason, and a host with several addresses has one error for each. */
function rootCause(error: unknown): Error {
  if (error instanceof TcssError) return error;
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return rootCause(error.errors[0]);
  if (error instanceof Error && error.cause instanceof Error) return rootCause(error.cause);
  return error instanceof Error ? error : new Error(String(error));
}
