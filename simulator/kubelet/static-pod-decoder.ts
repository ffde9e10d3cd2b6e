import { validatePod } from '../api/core/pod-validation.ts';
import type { Pod } from '../api/core/types/pod.ts';
import { applyPodDefaults, applyPodSpecDefaults } from '../api/defaults/pod-spec.ts';
import { checkTypes, DecodeError } from '../api/schema/check-types.ts';
import { roundTrip } from '../api/schema/round-trip.ts';
import { typeSchema } from '../api/schema/schema.ts';
import type { Json } from '../machinery/meta.ts';
import { sha256Hex } from '../machinery/sha256.ts';
import { encodeUtf8 } from '../machinery/utf8.ts';
import { parseYamlDocument } from '../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../machinery/yaml/yaml-error.ts';

/** What a manifest is read for. */
export interface StaticPodOrigin {
	readonly path: string;
	readonly folder: string;
	readonly nodeName: string;
}

/** A manifest that is no Pod, in the kubelet's words. */
export class ManifestError extends Error {}

/**
 * The Pod that a file's text stands for, with its defaults and the node's name; what the kubelet adds of its own is
 * not there yet. Throws ManifestError. Models pkg/kubelet/config extractFromFile, tryDecodeSinglePod, applyDefaults.
 */
export function decodeStaticPod(text: string, { path, folder, nodeName }: StaticPodOrigin): Pod {
	let decoded: Pod;
	try {
		decoded = decode(text);
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

function decode(text: string): Pod {
	const value: Json = parseYamlDocument(text);
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
	checkTypes(given, type);
	return roundTrip(given, type) as unknown as Pod;
}
