import { formatDuration } from '../../../machinery/duration.ts';
import type { Task } from '../../../machinery/task.ts';
import type { AdmissionFiles, BackendConnection } from './admission-files.ts';
import { SettingsError } from './settings-error.ts';

/** Who is asked of images, and what counts when nobody answers. Models plugin/pkg/admission/imagepolicy config.go. */
export interface ImagePolicySettings {
	readonly backend: BackendConnection;
	/** How long an answer is good for. */
	readonly allowMs: number;
	readonly denyMs: number;
	readonly retryMs: number;
	readonly defaultAllow: boolean;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** Models imagepolicy NewImagePolicyWebhook. */
export function* readImagePolicy(document: unknown, files: AdmissionFiles): Task<ImagePolicySettings> {
	if (document === undefined) throw new SettingsError('no config specified');
	const { imagePolicy } = (document ?? {}) as { imagePolicy?: { readonly [field: string]: unknown } };
	const { kubeConfigFile, allowTTL, denyTTL, retryBackoff, defaultAllow } = imagePolicy ?? {};
	const retryMs = duration(retryBackoff, 1, 1e-6, 5 * MINUTE_MS, 500);
	const allowMs = duration(allowTTL, SECOND_MS, SECOND_MS, 30 * MINUTE_MS, 5 * MINUTE_MS);
	const denyMs = duration(denyTTL, SECOND_MS, SECOND_MS, 30 * MINUTE_MS, 30 * SECOND_MS);
	const backend = yield* files.kubeconfig(typeof kubeConfigFile === 'string' ? kubeConfigFile : '');
	return { backend, allowMs, denyMs, retryMs, defaultAllow: defaultAllow === true };
}

/** Models normalizeConfigDuration: -1 is never, 0 the default. */
function duration(value: unknown, unitMs: number, minMs: number, maxMs: number, defaultMs: number): number {
	if (value === undefined || value === null || value === 0) return defaultMs;
	if (typeof value !== 'number') {
		throw new SettingsError(`json: cannot unmarshal ${typeof value} into Go value of type time.Duration`);
	}
	if (value === -1) return 0;
	const ms = value * unitMs;
	if (ms > minMs && ms <= maxMs) return ms;
	const [low, high, given] = [minMs, maxMs, ms].map((each) => (each < 1e-3 ? '1ns' : formatDuration(each)));
	throw new SettingsError(`valid value is between ${low} and ${high}, got ${given}`);
}
