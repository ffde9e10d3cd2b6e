import type { KubeObject } from '../../../machinery/meta.ts';
import { CommandError } from '../errors.ts';
import { sortedEntries } from '../printing/printer.ts';

interface ContainerPort {
	readonly containerPort: number;
	readonly protocol?: string;
}

interface Exposable extends KubeObject {
	readonly spec?: {
		readonly selector?: { readonly [key: string]: string } & {
			readonly matchLabels?: { readonly [key: string]: string };
			readonly matchExpressions?: unknown[];
		};
		readonly ports?: readonly { readonly port: number; readonly protocol?: string }[];
		readonly template?: {
			readonly spec?: { readonly containers?: readonly { readonly ports?: readonly ContainerPort[] }[] };
		};
		readonly containers?: readonly { readonly ports?: readonly ContainerPort[] }[];
	};
}

const EXPOSABLE: readonly (readonly [string, string])[] = [
	['', 'ReplicationController'],
	['', 'Service'],
	['', 'Pod'],
	['apps', 'Deployment'],
	['apps', 'ReplicaSet'],
];

export function refuseUnexposable(group: string, kind: string): void {
	if (EXPOSABLE.some(([eachGroup, eachKind]) => eachGroup === group && eachKind === kind)) return;
	throw new CommandError(`cannot expose a ${group === '' ? kind : `${kind}.${group}`}`);
}

/** "a=b,c=d" for the Pods that the object stands for. Models polymorphichelpers.MapBasedSelectorForObject. */
export function selectorText(object: KubeObject): string {
	const { spec, metadata, kind } = object as Exposable;
	switch (kind) {
		case 'Pod':
			if (Object.keys(metadata.labels ?? {}).length === 0)
				throw new CommandError('the pod has no labels and cannot be exposed');
			return labelsText(metadata.labels);
		case 'Service':
			if (spec?.selector === undefined) throw new CommandError('the service has no pod selector set');
			return labelsText(spec.selector);
		case 'ReplicationController':
			return labelsText(spec?.selector);
	}
	const matchLabels = spec?.selector?.matchLabels;
	if (matchLabels === undefined || Object.keys(matchLabels).length === 0) {
		throw new CommandError(`invalid ${kind.toLowerCase()}: no selectors, therefore cannot be exposed`);
	}
	if ((spec?.selector?.matchExpressions ?? []).length > 0) {
		throw new CommandError(
			`couldn't convert expressions - "${JSON.stringify(spec?.selector?.matchExpressions)}" to map-based selector format`,
		);
	}
	return labelsText(matchLabels);
}

export function labelsText(labels: { readonly [key: string]: string } | undefined): string {
	return sortedEntries(labels)
		.map(([key, value]) => `${key}=${value}`)
		.join(',');
}

function portsOf(object: KubeObject): { port: number; protocol: string }[] {
	const { spec, kind } = object as Exposable;
	if (kind === 'Service')
		return (spec?.ports ?? []).map(({ port, protocol }) => ({ port, protocol: protocol ?? 'TCP' }));
	const containers = (kind === 'Pod' ? spec?.containers : spec?.template?.spec?.containers) ?? [];
	return containers.flatMap((container) =>
		(container.ports ?? []).map(({ containerPort, protocol }) => ({
			port: containerPort,
			protocol: protocol ?? 'TCP',
		})),
	);
}

/** Ports to take over when none is given. */
export function exposedPorts(object: KubeObject): string[] {
	return [...new Set(portsOf(object).map(({ port }) => String(port)))];
}

export function exposedProtocols(object: KubeObject): Map<string, string[]> {
	const protocols = new Map<string, string[]>();
	for (const { port, protocol } of portsOf(object))
		protocols.set(String(port), [...(protocols.get(String(port)) ?? []), protocol]);
	return protocols;
}
