import type { Pod } from '../../api/core/types/pod.ts';
import { forbidden } from '../../machinery/status.ts';
import type { AdmissionAttributes } from './admission.ts';

/** The Pod that is about to be created, for plugins that concern nothing else. */
export function newPod(attributes: AdmissionAttributes): Pod | undefined {
	const { kind, subresource, operation, object } = attributes;
	const creates = operation === 'CREATE' && kind.group === '' && kind.plural === 'pods' && subresource === '';
	return creates ? (object as unknown as Pod) : undefined;
}

const PODS = { group: '', resource: 'pods' } as const;

export function podResource(): { readonly group: string; readonly resource: string } {
	return PODS;
}

/** The name that refusals show: a Pod made from a template has only its prefix yet. */
export function shownName(pod: Pod): string {
	return pod.metadata.name || (pod.metadata.generateName ?? '');
}

/** "pods "web" is forbidden: …". */
export function refusePod(pod: Pod, because: string): never {
	throw forbidden(podResource(), shownName(pod), because);
}
