import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Kind } from '../../../../simulator/api/kind.ts';
import { KINDS } from '../../../../simulator/api/registry.ts';
import { apiVersionOf, type KubeObject } from '../../../../simulator/machinery/meta.ts';
import { type ApiError, notFound } from '../../../../simulator/machinery/status.ts';
import { formatRfc1123Z } from '../../../../simulator/machinery/timestamp.ts';
import { kindOf } from '../prepare.ts';
import { FixtureCluster, fixtureAges } from './fixture-cluster.ts';

export const REAL_KUBECTL = '/usr/lib/google-cloud-sdk/bin/kubectl.1.33';

/**
 * What the real kubectl says of a fixture, as if it were `nowMs`: the objects are served with the times that they have
 * now, and these are replaced in what comes out.
 */
export async function recordDescription(object: KubeObject, nowMs: number): Promise<string> {
	const cluster = new FixtureCluster(Date.now());
	const server = await serve(cluster);
	try {
		const { port } = server.address() as AddressInfo;
		const kind = kindOf(object);
		const resource = kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
		const namespace = object.metadata.namespace ?? 'default';
		const output = await run([
			'--server',
			`http://127.0.0.1:${port}`,
			'-n',
			namespace,
			'describe',
			resource,
			object.metadata.name,
		]);
		return withTimesOf(output, cluster.nowMs, nowMs);
	} finally {
		server.close();
	}
}

function withTimesOf(output: string, recordedMs: number, nowMs: number): string {
	let text = output;
	for (const seconds of fixtureAges()) {
		const [from, to] = [recordedMs, nowMs].map((ms) => ms - seconds * 1000) as [number, number];
		text = text.replaceAll(formatRfc1123Z(from), formatRfc1123Z(to)).replaceAll(goTime(from), goTime(to));
	}
	return text;
}

/** As Go prints a time that nobody formats. */
function goTime(ms: number): string {
	return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}

function run(args: readonly string[]): Promise<string> {
	return new Promise((resolve) => {
		const env = { ...process.env, HOME: '/nonexistent', KUBECONFIG: '/dev/null', TZ: 'UTC' };
		const child = spawn(REAL_KUBECTL, args, { env });
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (data: Buffer) => {
				output += data.toString();
			});
		}
		child.on('close', () => resolve(output));
	});
}

function serve(cluster: FixtureCluster): Promise<Server> {
	const server = createServer((request, response) => {
		const { code, body } = answer(cluster, request);
		response.writeHead(code, { 'content-type': 'application/json' });
		response.end(JSON.stringify(body));
	});
	return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function answer(cluster: FixtureCluster, request: IncomingMessage): { code: number; body: unknown } {
	const url = new URL(request.url ?? '/', 'http://fixture');
	const parts = url.pathname.split('/').filter((part) => part !== '');
	if (parts.length === 1) return { code: 200, body: groups(parts[0] as string) };
	const [group, version, ...rest] = parts[0] === 'api' ? ['', ...parts.slice(1)] : parts.slice(1);
	const gv = { group: group as string, version: version as string };
	if (rest.length === 0) return { code: 200, body: resources(gv) };
	const namespaced = rest[0] === 'namespaces' && rest.length > 2;
	const [namespace, [resource, name]] = namespaced ? [rest[1] as string, rest.slice(2)] : ['', rest];
	const gvr = { ...gv, resource: resource as string };
	if (name === undefined) {
		const kind = KINDS.find((each) => each.group === gv.group && each.plural === resource);
		const items = cluster.list(gvr, namespace, {
			labelSelector: url.searchParams.get('labelSelector') ?? '',
			fieldSelector: url.searchParams.get('fieldSelector') ?? '',
		});
		const apiVersion = apiVersionOf(gv.group, gv.version);
		return { code: 200, body: { kind: `${kind?.kind}List`, apiVersion, metadata: { resourceVersion: '1' }, items } };
	}
	const object = cluster.get(gvr, namespace, name);
	const missing: ApiError = notFound(gvr, name);
	return object === undefined ? { code: missing.code, body: missing.status } : { code: 200, body: object };
}

function groups(prefix: string): unknown {
	if (prefix === 'api') return { kind: 'APIVersions', versions: ['v1'] };
	const named = new Map(KINDS.filter(({ group }) => group !== '').map(({ group, version }) => [group, version]));
	return {
		kind: 'APIGroupList',
		apiVersion: 'v1',
		groups: [...named].map(([name, version]) => {
			const preferredVersion = { groupVersion: `${name}/${version}`, version };
			return { name, versions: [preferredVersion], preferredVersion };
		}),
	};
}

function resources({ group, version }: Pick<Kind, 'group' | 'version'>): unknown {
	const kinds = KINDS.filter((kind) => kind.group === group && kind.version === version);
	return {
		kind: 'APIResourceList',
		apiVersion: 'v1',
		groupVersion: apiVersionOf(group, version),
		resources: kinds.map(({ plural, singular, namespaced, kind, verbs }) => {
			return { name: plural, singularName: singular, namespaced, kind, verbs };
		}),
	};
}
