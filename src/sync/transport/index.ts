/** The protocol over HTTP, with the browser's parts as inputs. */
export { HttpTransport } from './http-transport.ts';
export type { HttpPorts } from './http-ports.ts';
