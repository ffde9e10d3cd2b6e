import { validatePod } from '../api/core/pod-validation.ts';
import type { Pod } from '../api/core/types/pod.ts';
import { applyPodDefaults, applyPodSpecDefaults } from '../api/defaults/pod-spec.ts';
import { checkTypesInSteps, DecodeError } from '../api/schema/check-types.ts';
import { roundTripInSteps } from '../api/schema/round-trip.ts';
import { typeSchema } from '../api/schema/schema.ts';
import type { Json } from '../machinery/meta.ts';
import { resting } from '../machinery/rest.ts';
import { sha256Hex } from '../machinery/sha256.ts';
import type { Task, Wait } from '../machinery/task.ts';
import { encodeUtf8 } from '../machinery/utf8.ts';
import { parseYamlInSteps } from '../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../machinery/yaml/yaml-error.ts';

/** What a manifest is read for. */
export interface StaticPodOrigin {
	readonly path: string;
	readonly folder: string;
	readonly nodeName: string;
	/** Between two parts of a long manifest. */
	readonly rest: Wait;
}

/** A manifest that is no Pod, in the kubelet's words. */
export class ManifestError extends Error {}

/**
 * The Pod that a file's text stands for, with its defaults and the node's name; what the kubelet adds of its own is
 * not there yet. Throws ManifestError. Models pkg/kubelet/config extractFromFile, tryDecodeSinglePod, applyDefaults.
 */
export function* decodeStaticPod(text: string, { path, folder, nodeName, rest }: StaticPodOrigin): Task<Pod> {
	let decoded: Pod;
	try {
		decoded = yield* decode(text, rest);
	} catch (error) {
		const known = error instanceof YamlError || error instanceof DecodeError || error instanceof ManifestError;
		if (!known) throw error;
		throw new ManifestError(`${path}: couldn't parse as pod(${error.message}), please check config file`);
	}
	const { metadata } = decoded;
	if (!metadata.name) throw new ManifestError('invalid pod: name is needed for the pod');
	const spec = { ...decoded.spec, nodeName };
	spec.tolerations = [...(spec.tolerations ?? []), { operator: 'Exists', effect: 'NoExecute' }];
	applyPodSpecDefaults(spec);
	applyPodDefaults(spec);
	const pod: Pod = {
		...decoded,
		metadata: {
			...metadata,
			name: `${metadata.name}-${nodeName}`,
			namespace: metadata.namespace ?? 'default',
			uid: sha256Hex(encodeUtf8(`${text}\0${nodeName}\0${folder}`)).slice(0, 32),
		},
		spec,
	};
	const errors = validatePod(pod);
	if (errors.length > 0) throw new ManifestError(`invalid pod: [${errors.map((each) => each.message()).join(' ')}]`);
	return pod;
}

function* decode(text: string, rest: Wait): Task<Pod> {
	const value: Json = yield* parseYamlInSteps(text, () => resting(rest));
	const given = (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as {
		readonly [key: string]: Json;
	};
	const { apiVersion, kind } = given;
	if (typeof kind !== 'string' || kind === '') {
		throw new ManifestError(`Object 'Kind' is missing in '${JSON.stringify(value)}'`);
	}
	if (typeof apiVersion !== 'string' || apiVersion === '') {
		throw new ManifestError(`Object 'apiVersion' is missing in '${JSON.stringify(value)}'`);
	}
	if (kind !== 'Pod' || apiVersion !== 'v1') {
		const scheme = 'in scheme "pkg/api/legacyscheme/scheme.go:30"';
		throw new ManifestError(`no kind "${kind}" is registered for version "${apiVersion}" ${scheme}`);
	}
	const type = typeSchema('io.k8s.api.core.v1.Pod');
	if (type === undefined) throw new Error('assertion failed: no schema of Pods');
	yield* checkTypesInSteps(given, type, rest);
	return (yield* roundTripInSteps(given, type, rest)) as unknown as Pod;
}
