/** Where a kernel listens: the five ports and the key of its connection file. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** The connection file of the Jupyter protocol, as kernels read it. */
export interface ConnectionFile {
  readonly ip: string;
  readonly transport: 'tcp';
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly key: string;
  readonly signature_scheme: 'hmac-sha256';
  readonly kernel_name: string;
}

export type FivePorts = readonly [number, number, number, number, number];

/** Five ports of the loopback that nobody listens on now; another program may take one before the kernel does. */
export const freePorts = async (): Promise<FivePorts> => {
  const servers = Array.from({ length: 5 }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports as unknown as FivePorts;
};

export const connectionFile = (kernelName: string, ports: FivePorts): ConnectionFile => {
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = ports;
  return {
    ip: '127.0.0.1',
    transport: 'tcp',
    shell_port,
    iopub_port,
    stdin_port,
    control_port,
    hb_port,
    key: randomBytes(32).toString('hex'),
    signature_scheme: 'hmac-sha256',
    kernel_name: kernelName,
  };
};
