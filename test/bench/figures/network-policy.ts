import type { Namespace } from '../../../simulator/api/core/types/object.ts';
import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import type { NetworkPolicy } from '../../../simulator/api/networking/types.ts';
import { Indexer } from '../../../simulator/client/indexer.ts';
import type { NetworkNamespace } from '../../../simulator/kernel/machine-api.ts';
import { FilterTables } from '../../../simulator/kernel/net/filter-tables.ts';
import { LinkTable } from '../../../simulator/kernel/net/links/link-table.ts';
import { type Connection, PolicyTable } from '../../../simulator/network/policy/policy-table.ts';
import { type Figure, lower } from '../figure.ts';
import { busyMs, percentile } from '../statistics.ts';

const POLICIES = 1_000;
const PODS = 1_000;
const NAMESPACES = 10;
const DECISIONS = 100_000;
const RUNS = 12;
/** In each namespace. */
const APPS = 20;

/**
 * What it costs to decide about a connection (both directions) between two Pods of 1,000 that 1,000 policies are about,
 * never the same two twice in a row: a tenth of the policies in each namespace, every tenth of them about all Pods there,
 * each with peers by Pod, by namespace and by address, and with ports. Half of the connections stay in a namespace.
 */
export const networkPolicy: Figure = {
	name: 'network-policy',
	async measure() {
		const policies = new Indexer<NetworkPolicy>();
		const pods = new Indexer<Pod>();
		const namespaces = new Indexer<Namespace>();
		for (let index = 0; index < NAMESPACES; index++) namespaces.put(namespaceOf(index));
		for (let index = 0; index < POLICIES; index++) policies.put(policyOf(index));
		const nets = Array.from({ length: PODS }, (_, index) => {
			pods.put(podOf(index));
			return netOf(index);
		});
		const table = new PolicyTable({ policies, pods, namespaces });
		const connections = Array.from({ length: DECISIONS }, (_, index) => connectionOf(nets, index));
		const samples: number[] = [];
		let denied = 0;
		for (let run = 0; run < RUNS; run++) {
			samples.push(
				busyMs(() => {
					for (const connection of connections) {
						if (table.egress(connection)?.kind === 'denied') denied++;
						else if (table.ingress(connection)?.kind === 'denied') denied++;
					}
				}),
			);
		}
		if (denied === 0 || denied === DECISIONS * RUNS) throw new Error(`${denied} denied`);
		const microseconds = (percentile(samples.slice(RUNS / 3), 0.5) / DECISIONS) * 1000;
		return [lower('network-policy-decision', microseconds, 'µs', 5)];
	},
};

function appOf(index: number): string {
	return `app-${Math.floor(index / NAMESPACES) % APPS}`;
}

function namespaceOf(index: number): Namespace {
	const name = `team-${index}`;
	const labels = { 'kubernetes.io/metadata.name': name, tier: index % 2 === 0 ? 'front' : 'back' };
	return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } } as unknown as Namespace;
}

function podOf(index: number): Pod {
	const labels = { app: appOf(index), version: `v${index % 3}`, 'pod-template-hash': '5d8f7c9b6' };
	const ports = [{ name: 'http', containerPort: 8080, protocol: 'TCP' }];
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: { name: `pod-${index}`, namespace: `team-${index % NAMESPACES}`, labels },
		spec: { containers: [{ name: 'c', image: 'nginx', ports }] },
	} as unknown as Pod;
}

function policyOf(index: number): NetworkPolicy {
	const namespace = `team-${index % NAMESPACES}`;
	const all = Math.floor(index / NAMESPACES) % 10 === 0;
	const podSelector = all ? {} : { matchLabels: { app: appOf(index) } };
	const peers = [
		{ podSelector: { matchLabels: { app: appOf(index * 7) } } },
		{ namespaceSelector: { matchLabels: { tier: 'front' } }, podSelector: { matchLabels: { version: 'v1' } } },
		{ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: [appOf(index * 3), 'other'] }] } },
		{ ipBlock: { cidr: `10.${index % 250}.0.0/16`, except: [`10.${index % 250}.7.0/24`] } },
	];
	const spec = {
		podSelector,
		policyTypes: ['Ingress', 'Egress'],
		ingress: [{ from: peers, ports: [{ port: 'http' }, { port: 9000, endPort: 9100 }] }],
		egress: [{ to: peers }, { ports: [{ port: 53, protocol: 'UDP' }] }],
	};
	const metadata = { name: `policy-${index}`, namespace };
	return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec } as unknown as NetworkPolicy;
}

function netOf(index: number): NetworkNamespace {
	const labels = new Map([['pod', `team-${index % NAMESPACES}/pod-${index}`]]);
	return {
		name: `net-${index}`,
		addresses: [`192.168.${Math.floor(index / 250)}.${index % 250}`],
		labels,
		filters: new FilterTables(),
		hasFilters: false,
		links: new LinkTable('', () => undefined, { links: () => [], routes: () => [] }),
		isRewired: false,
		setting: () => undefined,
		isListening: () => true,
	};
}

function connectionOf(nets: readonly NetworkNamespace[], index: number): Connection {
	const from = nets[(index * 31) % PODS] as NetworkNamespace;
	const near = (index * 31 + NAMESPACES * (1 + (index % 97))) % PODS;
	const to = nets[index % 2 === 0 ? near : (index * 17 + 3) % PODS] as NetworkNamespace;
	const source = from.addresses[0] as string;
	const address = to.addresses[0] as string;
	return { protocol: 'tcp', from, to, source, address, port: index % 3 === 0 ? 9050 : 8080, fromOwnNode: false };
}
