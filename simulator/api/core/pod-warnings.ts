import { dns1123Label } from '../../machinery/names.ts';
import { podSpecWarnings } from '../validation/pod-spec-warnings.ts';
import { appArmorWarnings } from './pod-create-changes.ts';
import type { Pod } from './types/pod.ts';

/** Models pkg/registry/core/pod/strategy.go WarningsOnCreate; updates are not looked at. */
export function podCreateWarnings(pod: Pod, old: Pod | undefined): string[] {
	if (old !== undefined) return [];
	const complaints = dns1123Label(pod.metadata.name);
	const hostname =
		complaints.length === 0
			? []
			: [
					`metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${complaints.join(' ')}]`,
				];
	return [...appArmorWarnings(pod), ...hostname, ...podSpecWarnings(pod.spec, pod.metadata, '')];
}
