import { CLOCK_SKEW_MILLISECONDS } from "pulumi-tcss/internal";
import { type Check, check } from "./checks";

/** Tencent refuses signatures from clocks that are further off. Unit: seconds. */
const REFUSED_SECONDS = CLOCK_SKEW_MILLISECONDS / 1000;
/** What deserves a look before it is refused. Unit: seconds. */
const CLOSE_SECONDS = 60;

/** How far this machine's clock is from the server's, by the times of its answers. */
export class Clock {
  #ahead: number | undefined;

  /** The smallest difference counts: an answer may have been under way for long. */
  readonly onServerTime = (time: Date): void => {
    const ahead = Math.round((Date.now() - time.getTime()) / 1000);
    if (this.#ahead === undefined || Math.abs(ahead) < Math.abs(this.#ahead)) this.#ahead = ahead;
  };

  check(): Check {
    const aheadSeconds = this.#ahead ?? null;
    if (aheadSeconds === null) return check("clock", "unknown", { aheadSeconds });
    const off = Math.abs(aheadSeconds);
    const status = off >= REFUSED_SECONDS ? "problem" : off > CLOSE_SECONDS ? "attention" : "ok";
    return check("clock", status, { aheadSeconds });
  }
}
