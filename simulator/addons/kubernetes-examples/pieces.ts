/** Files of one place: the path below examples/, and the objects in it. */
export type Examples = { readonly [path: string]: readonly object[] };

interface Metadata {
	readonly labels?: object;
	readonly annotations?: object;
	readonly namespace?: string;
}

export function made(apiVersion: string, kind: string, name: string, rest: object, metadata: Metadata = {}): object {
	return { apiVersion, kind, metadata: { name, ...metadata }, ...rest };
}

export function container(name: string, image: string, more: object = {}): object {
	return { name, image, ...more };
}

export function pod(name: string, containers: readonly object[], spec: object = {}, metadata: Metadata = {}): object {
	return made('v1', 'Pod', name, { spec: { ...spec, containers } }, metadata);
}

/** A workload whose Pods carry `labels`. */
export function workload(
	kind: 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet',
	name: string,
	labels: object,
	podSpec: object,
	spec: object = {},
	metadata: Metadata = {},
): object {
	const template = { metadata: { labels }, spec: podSpec };
	return made('apps/v1', kind, name, { spec: { ...spec, selector: { matchLabels: labels }, template } }, metadata);
}

export function service(
	name: string,
	selector: object,
	ports: readonly object[],
	spec: object = {},
	metadata: Metadata = {},
): object {
	return made('v1', 'Service', name, { spec: { ...spec, ports, selector } }, metadata);
}

export function claim(name: string, storage: string, spec: object = {}): object {
	const wanted = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } };
	return made('v1', 'PersistentVolumeClaim', name, { spec: { ...spec, ...wanted } });
}

/** An environment variable from a field of the Pod. */
export function fromField(name: string, fieldPath: string): object {
	return { name, valueFrom: { fieldRef: { fieldPath } } };
}

export function fromMap(name: string, map: string, key: string): object {
	return { name, valueFrom: { configMapKeyRef: { name: map, key } } };
}

export function fromSecret(name: string, secret: string, key: string): object {
	return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

export function shell(script: string): readonly string[] {
	return ['/bin/sh', '-c', script];
}
