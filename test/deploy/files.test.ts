/** What stands twice in deploy/ and in the worker must agree. The files as a whole are tried in image.deploy.test.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { AS_IN_THE_IMAGE } from '../../bench/report/measured';
import { readConfig, Variables } from '../../worker/config';
import { FORCE_AFTER_GRACE_MS } from '../../worker/temporalOptions';

const root = join(__dirname, '..', '..');
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly stop_grace_period?: string;
  readonly scale?: number;
  readonly image: string;
}
const { services } = parse(textOf('deploy/compose.yaml')) as { services: Record<string, Service> };
const { temporal, redis, worker } = services;

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data: Record<string, string>;
  readonly spec: {
    readonly selector: { readonly matchLabels: object };
    readonly template: {
      readonly metadata: { readonly labels: object };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly containers: {
          readonly ports: { readonly name: string; readonly containerPort: number }[];
          readonly livenessProbe: Probe;
          readonly readinessProbe: Probe;
          readonly resources: { readonly limits: { readonly memory: string } };
        }[];
      };
    };
  };
}
const manifests = parseAllDocuments(textOf('deploy/kubernetes.yaml')).map((one) => one.toJS() as Manifest);
const manifest = (kind: string): Manifest => manifests.find((one) => one.kind === kind)!;
const pod = manifest('Deployment').spec.template.spec;
const container = pod.containers[0]!;

const graceOf = (env: Readonly<Record<string, string | number>>): number => {
  const { shutdownGraceMs } = readConfig({
    PIPELINE_SHUTDOWN_GRACE_SECONDS: String(env['PIPELINE_SHUTDOWN_GRACE_SECONDS']),
  });
  return (shutdownGraceMs + FORCE_AFTER_GRACE_MS) / 1000;
};

test('a worker is killed only after its steps have had the time that it gives them', () => {
  expect(Number.parseInt(worker!.stop_grace_period!, 10)).toBeGreaterThan(graceOf(worker!.environment!));
  expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(graceOf(manifest('ConfigMap').data));
});

test('the worker knows every variable that it is given', () => {
  const given = { ...worker!.environment, ...manifest('ConfigMap').data };
  const others = ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'NODE_OPTIONS'];
  expect(Object.keys(given).filter((name) => ![...Object.keys(Variables.shape), ...others].includes(name))).toEqual([]);
  expect(() => readConfig({ ...manifest('ConfigMap').data })).not.toThrow();
});

test('probes ask where the worker answers', () => {
  const { PIPELINE_HEALTH_PORT: health, PIPELINE_METRICS_PORT: metrics } = manifest('ConfigMap').data;
  const ports = container.ports.map(({ name, containerPort }) => [name, String(containerPort)]);
  expect(Object.fromEntries(ports)).toEqual({ health, metrics });
  expect(container.livenessProbe.httpGet).toEqual({ path: '/livez', port: 'health' });
  expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'health' });
  expect(textOf('deploy/Dockerfile')).toContain(`PIPELINE_HEALTH_PORT=${health}\n`);
});

test('the report is measured with the memory settings of the image', () => {
  const settings = Object.entries(AS_IN_THE_IMAGE).map(([name, value]) => `${name}=${value}`);
  expect(textOf('deploy/Dockerfile')).toContain(`ENV ${settings.join(' ')}\n`);
});

test('what is for the pods of the Deployment selects them', () => {
  const { labels } = manifest('Deployment').spec.template.metadata;
  for (const kind of ['Deployment', 'PodDisruptionBudget']) {
    expect(labels).toMatchObject(manifest(kind).spec.selector.matchLabels);
  }
});

test('the Redis of the compose file keeps what it is told, and two workers use it', () => {
  const settings = redis!.command!.join(' ');
  expect(settings).toContain('--appendonly yes');
  expect(settings).toContain('--maxmemory-policy noeviction');
  expect(worker!.scale).toBe(2);
});

test('the heap fits into the memory of the container', () => {
  const heapMb = Number(/--max-old-space-size=(\d+)/.exec(manifest('ConfigMap').data['NODE_OPTIONS']!)?.[1]);
  expect(container.resources.limits.memory).toBe('2Gi');
  expect(heapMb).toBeLessThanOrEqual(0.8 * 2048);
});

test('every image can be replaced by a variable', () => {
  for (const service of [temporal!, redis!, worker!]) expect(service.image).toMatch(/^\$\{[A-Z]+_IMAGE:-[^}]+\}$/);
});

test('the image gets every folder that the package is built from', () => {
  const { include } = JSON.parse(textOf('tsconfig.build.json')) as { include: string[] };
  const { files } = JSON.parse(textOf('package.json')) as { files: string[] };
  const packed = include.filter((folder) => !files.includes(`!dist/${folder}`));
  const letIn = textOf('.dockerignore').split('\n');
  expect(packed.length).toBeGreaterThan(5);
  expect(packed.filter((folder) => !letIn.includes(`!${folder}`))).toEqual([]);
});
