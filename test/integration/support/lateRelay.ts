import { type AddressInfo, connect, createServer } from "node:net";

/** A way to a port of this machine that is slow at first, as a network is while connections are being made. */
export interface LateRelay {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** @param late how many connections, from the first, pass on nothing for `milliseconds`. */
export async function startLateRelay(
  targetPort: number,
  { late, milliseconds }: { readonly late: number; readonly milliseconds: number },
): Promise<LateRelay> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    const target = connect(targetPort, "127.0.0.1");
    for (const end of [socket, target])
      end.on("error", () => {
        socket.destroy();
        target.destroy();
      });
    setTimeout(() => socket.pipe(target).pipe(socket), connections <= late ? milliseconds : 0);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
