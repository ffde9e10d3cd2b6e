import { formatLabelSelector } from '../../machinery/selectors.ts';
import type { Task } from '../../machinery/task.ts';
import { described } from '../describing/described.ts';
import { Description } from '../describing/description.ts';
import { describeAnnotations, describeLabels } from '../describing/metadata.ts';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from './types.ts';

/** What the rules of one direction are called. */
interface Direction {
	readonly name: 'ingress' | 'egress';
	/** "From" or "To". */
	readonly peerTitle: string;
	/** "source" or "destination". */
	readonly peerName: string;
	readonly rules: readonly Rule[];
}

interface Rule {
	readonly ports: readonly NetworkPolicyPort[];
	readonly peers: readonly NetworkPolicyPeer[];
}

const INDENT = '    ';

/** Models kubectl/pkg/describe NetworkPolicyDescriber. */
export function describeNetworkPolicy({ metadata, spec }: NetworkPolicy): Task<string> {
	const { podSelector, ingress = [], egress = [], policyTypes = [] } = spec;
	const description = new Description();
	description.field('Name', metadata.name);
	description.field('Namespace', metadata.namespace ?? '');
	description.field('Created on', metadata.creationTimestamp.replace('T', ' ').replace('Z', ' +0000 UTC'));
	describeLabels(description, 'Labels', metadata.labels);
	describeAnnotations(description, 'Annotations', metadata.annotations);
	description.row(0, 'Spec:');
	const pods = formatLabelSelector(podSelector);
	const selected = pods === '<none>' ? '<none> (Allowing the specific traffic to all pods in this namespace)' : pods;
	// The selector is indented although it stands in the middle of a line.
	description.row(1, `PodSelector:     ${selected}`);
	describeDirection(description, policyTypes, {
		name: 'ingress',
		peerTitle: 'From',
		peerName: 'source',
		rules: ingress.map(({ ports = [], from = [] }) => ({ ports, peers: from })),
	});
	describeDirection(description, policyTypes, {
		name: 'egress',
		peerTitle: 'To',
		peerName: 'destination',
		rules: egress.map(({ ports = [], to = [] }) => ({ ports, peers: to })),
	});
	description.row(1, `Policy Types: ${policyTypes.join(', ') || '<none>'}`);
	return described(description);
}

function describeDirection(description: Description, types: readonly string[], direction: Direction): void {
	const { name, rules } = direction;
	if (!types.some((type) => type.toLowerCase() === name)) {
		description.row(1, `Not affecting ${name} traffic`);
		return;
	}
	description.row(1, `Allowing ${name} traffic:`);
	if (rules.length === 0) {
		description.row(0, `${INDENT}<none> (Selected pods are isolated for ${name} connectivity)`);
	}
	rules.forEach(({ ports, peers }, index) => {
		describePorts(description, ports);
		describePeers(description, peers, direction);
		if (index < rules.length - 1) description.row(0, `${INDENT}----------`);
	});
}

function describePorts(description: Description, ports: readonly NetworkPolicyPort[]): void {
	if (ports.length === 0) description.row(0, `${INDENT}To Port: <any> (traffic allowed to all ports)`);
	for (const { port = '<nil>', endPort, protocol = 'TCP' } of ports) {
		const text = endPort === undefined ? `To Port: ${port}` : `To Port Range: ${port}-${endPort}`;
		description.row(0, `${INDENT}${text}/${protocol}`);
	}
}

function describePeers(description: Description, peers: readonly NetworkPolicyPeer[], direction: Direction): void {
	const { peerTitle, peerName } = direction;
	if (peers.length === 0) {
		description.row(0, `${INDENT}${peerTitle}: <any> (traffic not restricted by ${peerName})`);
	}
	for (const { podSelector, namespaceSelector, ipBlock } of peers) {
		description.row(0, `${INDENT}${peerTitle}:`);
		if (namespaceSelector !== undefined) {
			description.row(1, `${INDENT}NamespaceSelector: ${formatLabelSelector(namespaceSelector)}`);
		}
		if (podSelector !== undefined) {
			description.row(1, `${INDENT}PodSelector: ${formatLabelSelector(podSelector)}`);
		} else if (namespaceSelector === undefined && ipBlock !== undefined) {
			description.row(1, `${INDENT}IPBlock:`);
			description.row(2, `${INDENT}CIDR: ${ipBlock.cidr}`);
			description.row(2, `${INDENT}Except: ${(ipBlock.except ?? []).join(', ')}`);
		}
	}
}
