import { unifiedDiff } from '../validation/unified-diff.ts';
import { internalForm } from './internal-json.ts';
import type { EphemeralContainer } from './types/container.ts';
import type { PodSpec } from './types/pod.ts';
import type { PersistentVolumeClaimSpec, PersistentVolumeSpec } from './types/volume.ts';

// Models apimachinery/pkg/util/diff Diff: a unified diff of the server's own structures, as indented JSON.

/** The tail of "pod updates may not change fields other than …". */
export function podSpecDiff(old: PodSpec, now: PodSpec): string {
	return unifiedDiff(lines(internalForm('PodSpec', old)), lines(internalForm('PodSpec', now)));
}

/** The tail of "spec is immutable after creation except …". */
export function claimSpecDiff(old: PersistentVolumeClaimSpec, now: PersistentVolumeClaimSpec): string {
	const type = 'PersistentVolumeClaimSpec';
	return unifiedDiff(lines(internalForm(type, old)), lines(internalForm(type, now)));
}

/** The tail of "existing ephemeral containers … may not be changed". */
export function ephemeralContainerDiff(old: EphemeralContainer, now: EphemeralContainer): string {
	const type = 'EphemeralContainer';
	return unifiedDiff(lines(internalForm(type, old)), lines(internalForm(type, now)));
}

/** The tail of "spec.persistentvolumesource is immutable after creation". */
export function volumeSourceDiff(old: PersistentVolumeSpec, now: PersistentVolumeSpec): string {
	const type = 'PersistentVolumeSource';
	return unifiedDiff(lines(internalForm(type, old)), lines(internalForm(type, now)));
}

function lines(value: object): string[] {
	return goJson(value).split('\n');
}

/** As Go's encoder writes it: what HTML would read is escaped. */
function goJson(value: object): string {
	return JSON.stringify(value, null, 1).replace(
		/[<>&\u2028\u2029]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
