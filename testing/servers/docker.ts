import { request } from 'node:http';

const answerMs = 1500;

/** Whether a Docker engine answers within 1.5 s, at `DOCKER_HOST` (unix or tcp) or at the usual socket. */
export function isDockerThere(host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock'): Promise<boolean> {
  const url = new URL(host);
  const target =
    url.protocol === 'unix:' ? { socketPath: url.pathname } : { host: url.hostname, port: Number(url.port || 2375) };
  return new Promise((resolve) => {
    const ping = request({ ...target, path: '/_ping', timeout: answerMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.on('timeout', () => ping.destroy());
    ping.on('error', () => resolve(false));
    ping.on('close', () => resolve(false));
    ping.end();
  });
}
