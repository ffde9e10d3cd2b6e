import type { Container, EnvVarSource, EphemeralContainer } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Service } from '../../api/core/types/service.ts';
import type { FileTree } from '../../kernel/machine-api.ts';
import { decodeBase64 } from '../../machinery/base64.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { ConfigObjects } from '../volumes/config-objects.ts';
import type { VolumeManager } from '../volumes/volume-manager.ts';
import { type DownwardFacts, podFieldValue, resourceFieldValue } from './downward.ts';
import { ContainerConfigError, environmentFileValue } from './environment-file.ts';
import { expandVariables } from './expansion.ts';
import { findContainer } from './pod-facts.ts';
import { serviceEnvironment } from './service-environment.ts';

export interface EnvironmentInput {
	readonly pod: Pod;
	readonly container: Container | EphemeralContainer;
	readonly services: readonly Service[];
	readonly objects: ConfigObjects;
	readonly facts: DownwardFacts;
	readonly volumes: VolumeManager;
	readonly root: FileTree;
	/** Told of keys of envFrom that are no variable names. */
	readonly onInvalidNames: (kind: 'Secret' | 'ConfigMap', name: string, keys: readonly string[]) => void;
}

/** The container's variables, its own first. Throws ContainerConfigError. Models pkg/kubelet/kubelet_pods.go makeEnvironmentVariables. */
export function* containerEnvironment(input: EnvironmentInput): Task<[string, string][]> {
	const { pod, container } = input;
	const services = new Map(
		serviceEnvironment(input.services, pod.metadata.namespace ?? '', pod.spec.enableServiceLinks !== false),
	);
	const env = new Map<string, string>();
	for (const source of container.envFrom ?? []) yield* addFrom(input, env, source);
	const own = new Map<string, string>();
	for (const variable of container.env ?? []) {
		const lookup = (name: string): string | undefined => own.get(name) ?? env.get(name) ?? services.get(name);
		const value =
			variable.valueFrom === undefined
				? expandVariables(variable.value ?? '', lookup)
				: yield* valueFrom(input, variable.valueFrom);
		if (value === undefined) continue;
		own.set(variable.name, value);
		services.delete(variable.name);
	}
	const result: [string, string][] = [...own];
	for (const [name, value] of env) if (!own.has(name)) result.push([name, value]);
	const known = new Set(result.map(([name]) => name));
	for (const [name, value] of services) if (!known.has(name)) result.push([name, value]);
	return result;
}

type EnvFrom = NonNullable<Container['envFrom']>[number];

function* addFrom(input: EnvironmentInput, env: Map<string, string>, source: EnvFrom): Task<void> {
	const namespace = input.pod.metadata.namespace ?? '';
	const kind = source.configMapRef !== undefined ? 'ConfigMap' : 'Secret';
	const reference = source.configMapRef ?? source.secretRef;
	if (reference === undefined) return;
	const name = reference.name ?? '';
	const data = yield* readTexts(input, kind, namespace, name);
	if (data === undefined) {
		if (reference.optional) return;
		throw new ContainerConfigError(`${kind.toLowerCase()} "${name}" not found`);
	}
	const invalid: string[] = [];
	for (const key of Object.keys(data).sort()) {
		const variable = `${source.prefix ?? ''}${key}`;
		if (/^[^=\0\p{Cc}]+$/u.test(variable)) env.set(variable, data[key] as string);
		else invalid.push(variable);
	}
	if (invalid.length > 0) input.onInvalidNames(kind, `${namespace}/${name}`, invalid);
}

function* valueFrom(input: EnvironmentInput, source: EnvVarSource): Task<string | undefined> {
	const { pod, container, facts } = input;
	if (source.fieldRef !== undefined) {
		const value = podFieldValue(pod, source.fieldRef, facts);
		if (value === undefined) throw new ContainerConfigError(`unsupported fieldPath: ${source.fieldRef.fieldPath}`);
		return value;
	}
	if (source.resourceFieldRef !== undefined) {
		const { containerName } = source.resourceFieldRef;
		const of = containerName === undefined || containerName === '' ? container : findContainer(pod.spec, containerName);
		if (of === undefined) throw new ContainerConfigError(`container ${containerName} not found`);
		return resourceFieldValue(of, source.resourceFieldRef, facts);
	}
	if (source.fileKeyRef !== undefined) return environmentFileValue(input, source.fileKeyRef);
	const kind = source.configMapKeyRef !== undefined ? 'ConfigMap' : 'Secret';
	const reference = source.configMapKeyRef ?? source.secretKeyRef;
	if (reference === undefined) throw new ContainerConfigError('invalid environment variable source');
	const namespace = pod.metadata.namespace ?? '';
	const name = reference.name ?? '';
	const data = yield* readTexts(input, kind, namespace, name);
	if (data === undefined) {
		if (reference.optional) return undefined;
		throw new ContainerConfigError(`${kind.toLowerCase()} "${name}" not found`);
	}
	const value = data[reference.key];
	if (value === undefined && !reference.optional) {
		throw new ContainerConfigError(`couldn't find key ${reference.key} in ${kind} ${namespace}/${name}`);
	}
	return value;
}

function* readTexts(
	input: EnvironmentInput,
	kind: 'ConfigMap' | 'Secret',
	namespace: string,
	name: string,
): Task<{ [key: string]: string } | undefined> {
	const { uid } = input.pod.metadata;
	if (kind === 'ConfigMap') {
		const map = yield* input.objects.configMap(uid, namespace, name);
		return map === undefined ? undefined : (map.data ?? {});
	}
	const secret = yield* input.objects.secret(uid, namespace, name);
	if (secret === undefined) return undefined;
	const texts: { [key: string]: string } = Object.create(null);
	for (const [key, value] of Object.entries(secret.data ?? {})) texts[key] = decodeUtf8(decodeBase64(value));
	return texts;
}
