// When the process of the provider ends: the host says so, or the host is gone.

/** How often it is looked whether the host is still there, while it has no session open. Unit: milliseconds. */
const PROBE_MILLISECONDS = 500;

/** What a test puts in the place of this process. */
export interface HostedProcess {
  readonly platform: NodeJS.Platform;
  parent(): number;
  isAlive(pid: number): boolean;
}

const thisProcess: HostedProcess = {
  platform: process.platform,
  parent: () => process.ppid,
  isAlive: (pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // it is there, but another user's
      return (error as NodeJS.ErrnoException).code === "EPERM";
    }
  },
};

/**
 * Watches for a host that is gone without notice (`kill -9`, out of memory). A closed session alone is no proof, since a
 * client drops idle ones after half an hour and connects again: the parent process must have changed as well.
 * @param end is called once.
 * @returns is told how many sessions are open.
 */
export function endWithHost(
  end: () => void,
  hosted: HostedProcess = thisProcess,
): (sessions: number) => void {
  const host = hosted.parent();
  let timer: NodeJS.Timeout | undefined;
  const probe = (): void => {
    // Windows keeps the number of a parent that is gone
    const isGone = hosted.parent() !== host || (hosted.platform === "win32" && !hosted.isAlive(host));
    if (isGone) {
      clearInterval(timer);
      end();
    }
  };
  const watch = (sessions: number): void => {
    clearInterval(timer);
    if (sessions === 0) timer = setInterval(probe, PROBE_MILLISECONDS).unref();
  };
  // the host may be gone before it has connected
  watch(0);
  return watch;
}
