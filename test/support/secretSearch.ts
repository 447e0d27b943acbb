/** Fewer characters than this stand in any text by chance. */
export const SHORTEST = 8;

/** A place in a text where a secret stands. */
export interface Hit {
  /** How it is written there: `plain`, `base64`, … */
  readonly form: string;
  readonly offset: number;
}

/** The ways in which a secret is written on a wire, in a file or in a message, by the name of each. */
export function formsOf(secret: string): Map<string, string> {
  const forms = new Map<string, string>([["plain", secret]]);
  const add = (name: string, text: string) => {
    if (text.length >= SHORTEST && ![...forms.values()].includes(text)) forms.set(name, text);
  };
  const json = JSON.stringify(secret).slice(1, -1);
  add("JSON", json);
  add("JSON in JSON", JSON.stringify(json).slice(1, -1));
  add(
    "JSON as Go writes it",
    json.replace(/[<>&]/g, (sign) => `\\u00${hex(sign)}`),
  );
  add("percent-encoded", encodeURIComponent(secret));
  add("percent-encoded as Tencent does", strictlyEncoded(secret));
  add("percent-encoded in lower case", lowerPercent(encodeURIComponent(secret)));
  add("percent-encoded as Tencent does, in lower case", lowerPercent(strictlyEncoded(secret)));
  add("percent-encoded twice", encodeURIComponent(encodeURIComponent(secret)));
  add("of a form", encodeURIComponent(secret).replaceAll("%20", "+"));
  add(
    "in HTML or XML",
    secret.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign),
  );
  const bytes = Buffer.from(secret, "utf8");
  add("hexadecimal", bytes.toString("hex"));
  add("hexadecimal in capitals", bytes.toString("hex").toUpperCase());
  // bytes, each as one character, as the texts are read
  add("UTF-16", Buffer.from(secret, "utf16le").toString("latin1"));
  for (const shift of [0, 1, 2]) {
    const core = base64Core(bytes, shift);
    add(`base64 ${shift}`, core);
    add(`base64url ${shift}`, core.replaceAll("+", "-").replaceAll("/", "_"));
    add(`base64 ${shift} percent-encoded`, encodeURIComponent(core));
  }
  return new Map([...forms].map(([name, text]) => [name, name === "UTF-16" ? text : latin1(text)]));
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * What base64 makes of the bytes wherever they stand in a longer text: without the first and the last characters, which
 * hold bits of the neighbors.
 * @param shift how many bytes stand before them in the group of three.
 */
function base64Core(bytes: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor(((shift + bytes.length) * 8) / 6);
  return whole.slice(first, last);
}

function strictlyEncoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${hex(sign).toUpperCase()}`);
}

function lowerPercent(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

function hex(sign: string): string {
  return sign.charCodeAt(0).toString(16).padStart(2, "0");
}

function latin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

const BYTES = 256;

/** Looks for many secrets in all their forms at once, in one pass over each text (Aho and Corasick's automaton). */
export class SecretSearch {
  /** The next state by state and byte. */
  readonly #next: Int32Array;
  /** The form that ends in a state; 0 for none. */
  readonly #ends: Int32Array;
  readonly #forms: readonly string[];

  /** @param secrets those of fewer than {@link SHORTEST} characters are left out. */
  constructor(secrets: Iterable<string>) {
    const needles = [...new Set(secrets)]
      .filter((secret) => secret.length >= SHORTEST)
      .flatMap((secret) => [...formsOf(secret)]);
    const states = 1 + needles.reduce((sum, [, text]) => sum + text.length, 0);
    this.#next = new Int32Array(states * BYTES).fill(-1);
    this.#ends = new Int32Array(states);
    this.#forms = ["", ...needles.map(([form]) => form)];
    let used = 1;
    for (const [index, [, text]] of needles.entries()) {
      let state = 0;
      for (let place = 0; place < text.length; place++) {
        const at = state * BYTES + text.charCodeAt(place);
        if (this.#next[at] === -1) this.#next[at] = used++;
        state = this.#next[at] as number;
      }
      this.#ends[state] = index + 1;
    }
    this.#complete(used);
  }

  /** The first place where a secret stands; undefined where there is none. */
  findIn(text: Buffer): Hit | undefined {
    let state = 0;
    for (let offset = 0; offset < text.length; offset++) {
      state = this.#next[state * BYTES + (text[offset] as number)] as number;
      const form = this.#ends[state];
      if (form !== 0) return { form: this.#forms[form as number] as string, offset };
    }
    return undefined;
  }

  /** Makes of the tree of needles a machine that never goes back in the text. */
  #complete(states: number): void {
    const fallback = new Int32Array(states);
    const pending: number[] = [];
    for (let byte = 0; byte < BYTES; byte++) {
      const child = this.#next[byte] as number;
      if (child === -1) this.#next[byte] = 0;
      else pending.push(child);
    }
    for (let index = 0; index < pending.length; index++) {
      const state = pending[index] as number;
      const back = fallback[state] as number;
      if (this.#ends[state] === 0) this.#ends[state] = this.#ends[back] as number;
      for (let byte = 0; byte < BYTES; byte++) {
        const at = state * BYTES + byte;
        const child = this.#next[at] as number;
        const instead = this.#next[back * BYTES + byte] as number;
        if (child === -1) this.#next[at] = instead;
        else {
          fallback[child] = instead;
          pending.push(child);
        }
      }
    }
  }
}
