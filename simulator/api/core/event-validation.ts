import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, required } from '../../machinery/field-error.ts';
import { dns1123Subdomain, qualifiedName } from '../../machinery/names.ts';
import type { Event } from './types/object.ts';

const LENGTH_MAX = 128;
const MESSAGE_LENGTH_MAX = 1024;

/** Models pkg/apis/core/validation legacyValidateEvent: new-style events (with an eventTime) must say more. */
export function validateEvent(event: Event): FieldError[] {
	const namespace = event.metadata.namespace ?? '';
	const about = event.involvedObject.namespace ?? '';
	const mismatch = invalidValue('involvedObject.namespace', about, 'does not match event.namespace');
	const errors: FieldError[] = [];
	if (!event.eventTime) {
		if (about === '' ? namespace !== '' && namespace !== 'default' : namespace !== about) errors.push(mismatch);
	} else {
		if (about === '' && namespace !== 'default' && namespace !== 'kube-system') errors.push(mismatch);
		errors.push(...validateNewStyle(event));
	}
	for (const complaint of dns1123Subdomain(namespace)) errors.push(invalidValue('namespace', namespace, complaint));
	return errors;
}

function validateNewStyle(event: Event): FieldError[] {
	const errors: FieldError[] = [];
	const reporter = event.reportingComponent ?? '';
	if (reporter === '') errors.push(required('reportingComponent'));
	for (const complaint of qualifiedName(reporter)) errors.push(invalidValue('reportingComponent', reporter, complaint));
	for (const field of ['reportingInstance', 'action', 'reason'] as const) {
		const value = event[field] ?? '';
		if (value === '') errors.push(required(field));
		if (value.length > LENGTH_MAX) {
			errors.push(invalidValue(field, '', `can have at most ${LENGTH_MAX} characters`));
		}
	}
	if ((event.message ?? '').length > MESSAGE_LENGTH_MAX) {
		errors.push(invalidValue('message', '', `can have at most ${MESSAGE_LENGTH_MAX} characters`));
	}
	return errors;
}
