import { type ApiError, forbidden } from '../../machinery/status.ts';
import type { AdmissionAttributes } from './admission.ts';

/** "pods "web" is forbidden: …". Models apiserver/pkg/admission NewForbidden. */
export function refusal(attributes: AdmissionAttributes, because: string): ApiError {
	const { kind } = attributes;
	return forbidden({ group: kind.group, resource: kind.plural }, shownName(attributes), because);
}

/** An object that waits for its name to be generated is shown with what the name begins with. */
function shownName({ name, object }: AdmissionAttributes): string {
	if (name !== '') return name;
	return object?.metadata.name || object?.metadata.generateName || 'Unknown';
}

/** Several complaints as Go's aggregates word them: one plainly, more in brackets, each once. */
export function aggregated(complaints: readonly string[]): string {
	const distinct = [...new Set(complaints)];
	return distinct.length === 1 ? (distinct[0] as string) : `[${distinct.join(', ')}]`;
}
