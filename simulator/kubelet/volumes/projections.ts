import type { Pod } from '../../api/core/types/pod.ts';
import type { Volume } from '../../api/core/types/volume.ts';
import type {
	ConfigMapProjection,
	DownwardAPIProjection,
	KeyToPath,
	SecretProjection,
	ServiceAccountTokenProjection,
} from '../../api/core/types/volume-source.ts';
import { decodeBase64 } from '../../machinery/base64.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { type DownwardFacts, podFieldValue, resourceFieldValue } from '../pod/downward.ts';
import { findContainer } from '../pod/pod-facts.ts';
import type { ProjectedFile } from './atomic-writer.ts';
import type { ConfigObjects } from './config-objects.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';
import { VolumeError } from './volume-error.ts';

export interface ProjectionInput {
	readonly pod: Pod;
	readonly objects: ConfigObjects;
	readonly tokens: ServiceAccountTokens;
	readonly facts: DownwardFacts;
}

/** The files of a configMap, secret, downwardAPI or projected volume. Throws VolumeError. */
export function* projectedFiles(input: ProjectionInput, volume: Volume): Task<Map<string, ProjectedFile>> {
	const files = new Map<string, ProjectedFile>();
	if (volume.configMap !== undefined) {
		yield* addConfigMap(input, files, volume.configMap, volume.configMap.defaultMode ?? 0o644);
	} else if (volume.secret !== undefined) {
		const { secretName, ...rest } = volume.secret;
		yield* addSecret(input, files, { name: secretName, ...rest }, volume.secret.defaultMode ?? 0o644);
	} else if (volume.downwardAPI !== undefined) {
		addDownward(input, files, volume.downwardAPI, volume.downwardAPI.defaultMode ?? 0o644);
	} else {
		const mode = volume.projected?.defaultMode ?? 0o644;
		for (const source of volume.projected?.sources ?? []) {
			if (source.configMap !== undefined) yield* addConfigMap(input, files, source.configMap, mode);
			else if (source.secret !== undefined) yield* addSecret(input, files, source.secret, mode);
			else if (source.downwardAPI !== undefined) addDownward(input, files, source.downwardAPI, mode);
			else if (source.serviceAccountToken !== undefined)
				yield* addToken(input, files, source.serviceAccountToken, mode);
			else throw new VolumeError('projected volume source is not supported on this node');
		}
	}
	return files;
}

function* addConfigMap(
	input: ProjectionInput,
	files: Map<string, ProjectedFile>,
	source: ConfigMapProjection,
	mode: number,
): Task<void> {
	const namespace = input.pod.metadata.namespace ?? '';
	const name = source.name ?? '';
	const map = yield* input.objects.configMap(input.pod.metadata.uid, namespace, name);
	if (map === undefined) {
		if (source.optional) return;
		throw new VolumeError(`configmap "${name}" not found`);
	}
	const data = new Map<string, Uint8Array | string>(Object.entries(map.data ?? {}));
	for (const [key, value] of Object.entries(map.binaryData ?? {})) data.set(key, decodeBase64(value));
	addKeys(files, data, source.items, mode, source.optional === true, 'configmap references non-existent config key');
}

function* addSecret(
	input: ProjectionInput,
	files: Map<string, ProjectedFile>,
	source: SecretProjection,
	mode: number,
): Task<void> {
	const namespace = input.pod.metadata.namespace ?? '';
	const name = source.name ?? '';
	const secret = yield* input.objects.secret(input.pod.metadata.uid, namespace, name);
	if (secret === undefined) {
		if (source.optional) return;
		throw new VolumeError(`secret "${name}" not found`);
	}
	const data = new Map<string, Uint8Array>();
	for (const [key, value] of Object.entries(secret.data ?? {})) data.set(key, decodeBase64(value));
	addKeys(files, data, source.items, mode, source.optional === true, 'references non-existent secret key');
}

function addKeys(
	files: Map<string, ProjectedFile>,
	data: ReadonlyMap<string, Uint8Array | string>,
	items: readonly KeyToPath[] | undefined,
	mode: number,
	optional: boolean,
	complaint: string,
): void {
	if (items === undefined) {
		for (const key of [...data.keys()].sort()) files.set(key, { data: data.get(key) as Uint8Array | string, mode });
		return;
	}
	for (const item of items) {
		const value = data.get(item.key);
		if (value !== undefined) files.set(item.path, { data: value, mode: item.mode ?? mode });
		else if (!optional) throw new VolumeError(`${complaint}: ${item.key}`);
	}
}

function addDownward(
	input: ProjectionInput,
	files: Map<string, ProjectedFile>,
	source: DownwardAPIProjection,
	mode: number,
): void {
	for (const item of source.items ?? []) {
		const text = downwardText(input, item);
		files.set(item.path, { data: encodeUtf8(text), mode: item.mode ?? mode });
	}
}

type DownwardItem = NonNullable<DownwardAPIProjection['items']>[number];

function downwardText(input: ProjectionInput, item: DownwardItem): string {
	const { pod, facts } = input;
	if (item.fieldRef !== undefined) {
		const value = podFieldValue(pod, item.fieldRef, facts);
		if (value === undefined) throw new VolumeError(`unsupported fieldPath: ${item.fieldRef.fieldPath}`);
		return value;
	}
	const reference = item.resourceFieldRef;
	const container = reference === undefined ? undefined : findContainer(pod.spec, reference.containerName ?? '');
	if (reference === undefined || container === undefined) {
		throw new VolumeError(`container ${reference?.containerName ?? ''} not found`);
	}
	return resourceFieldValue(container, reference, facts);
}

function* addToken(
	input: ProjectionInput,
	files: Map<string, ProjectedFile>,
	source: ServiceAccountTokenProjection,
	mode: number,
): Task<void> {
	const token = yield* input.tokens.token(input.pod, source.audience, source.expirationSeconds ?? 3_600);
	// Only its owner may read a token, or its group when the Pod has one.
	const { fsGroup, runAsUser } = input.pod.spec.securityContext ?? {};
	const sameUser =
		runAsUser !== undefined && input.pod.spec.containers.every((each) => each.securityContext?.runAsUser === undefined);
	files.set(source.path, {
		data: token,
		mode: fsGroup === undefined ? (sameUser ? 0o600 : mode) : 0o640,
		...(fsGroup === undefined && sameUser ? { uid: runAsUser } : {}),
	});
}
