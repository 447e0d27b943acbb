import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A port of this machine that takes connections and says nothing: the engine's address, or an API that hangs. */
export class FakeEngine {
  /** Every connection so far. */
  readonly sockets: Socket[] = [];
  readonly #server: Server;
  readonly #relays: Server[] = [];
  readonly #relayed = new Set<Socket>();

  constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.sockets.push(socket.on("error", () => {}).resume());
    });
  }

  static async listen(): Promise<FakeEngine> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FakeEngine(server);
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Waits for the next connection. */
  connected(): Promise<unknown> {
    return once(this.#server, "connection");
  }

  /** Waits until the others have closed every connection. */
  async left(): Promise<void> {
    await Promise.all(this.sockets.map((socket) => socket.closed || once(socket, "close")));
  }

  /** A port that leads to `port`, by connections that end when this one is gone, as those of a killed engine do. */
  async connectionsTo(port: number): Promise<number> {
    const relay = createServer((socket) => {
      const onward = connect(port, "127.0.0.1");
      for (const [from, to] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        from.on("error", () => {}).on("close", () => to.destroy());
        from.pipe(to);
        this.#relayed.add(from);
      }
    }).listen(0, "127.0.0.1");
    this.#relays.push(relay);
    await once(relay, "listening");
    return (relay.address() as AddressInfo).port;
  }

  /** From now on the port refuses connections, and those that were open are closed. */
  async gone(): Promise<void> {
    for (const relay of this.#relays) relay.close();
    for (const socket of [...this.sockets, ...this.#relayed]) socket.destroy();
    await new Promise((done) => this.#server.close(done));
  }
}
