import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, required } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { dns1123Subdomain, nameIsPathSegment } from '../../machinery/names.ts';
import type { Task } from '../../machinery/task.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeHead } from '../describing/metadata.ts';
import type { DescribeContext } from '../kind.ts';
import { fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { IMMUTABLE } from '../validation/object-meta.ts';
import { strictIpComplaints } from '../validation/strict-ip.ts';
import type { IPAddress } from './types.ts';

/** Models pkg/apis/networking/validation validateIPAddressParentReference. */
function validateContent({ spec }: IPAddress): FieldError[] {
	const { parentRef } = spec;
	if (parentRef === undefined) return [required('spec.parentRef')];
	const { group = '', resource = '', name = '', namespace = '' } = parentRef;
	const errors: FieldError[] = [];
	for (const complaint of group === '' ? [] : dns1123Subdomain(group)) {
		errors.push(invalidValue('spec.parentRef.group', group, complaint));
	}
	for (const [field, value] of Object.entries({ resource, name, namespace })) {
		if (value === '' && field !== 'namespace') errors.push(required(`spec.parentRef.${field}`));
		for (const complaint of nameIsPathSegment(value, false)) {
			errors.push(invalidValue(`spec.parentRef.${field}`, value, complaint));
		}
	}
	return errors;
}

/** Models ValidateIPAddressUpdate. */
function validateChange({ spec }: IPAddress, { spec: old }: IPAddress): FieldError[] {
	if (jsonEqual(spec.parentRef, old.parentRef)) return [];
	const { parentRef } = spec;
	if (parentRef === undefined) return [invalidValue('spec.parentRef', null, IMMUTABLE)];
	const { group = '', resource, namespace = '', name } = parentRef;
	const value = { Group: group, Resource: resource, Namespace: namespace, Name: name };
	return [invalidValue('spec.parentRef', value, IMMUTABLE)];
}

/** "services/default/kubernetes". Models pkg/printers/internalversion printIPAddress. */
function parentText({ spec }: IPAddress): string {
	if (spec.parentRef === undefined) return '<none>';
	const { group = '', resource, namespace = '', name } = spec.parentRef;
	const what = (group === '' ? resource : `${resource}.${group}`).toLowerCase();
	return [what, ...(namespace === '' ? [] : [namespace]), name].join('/');
}

/** Models kubectl/pkg/describe IPAddressDescriber. */
function* describe(address: IPAddress, world: DescribeContext): Task<string> {
	const description = new Description();
	describeHead(description, address.metadata, false);
	const { parentRef } = address.spec;
	if (parentRef !== undefined) {
		description.row(0, 'Parent Reference:');
		description.field('Group', parentRef.group ?? '', 1);
		description.field('Resource', parentRef.resource, 1);
		description.field('Namespace', parentRef.namespace ?? '', 1);
		description.field('Name', parentRef.name, 1);
	}
	yield* describeEventsOf(description, address, world);
	return description.finish();
}

/** Models pkg/registry/networking/ipaddress/strategy.go. */
export const IP_ADDRESS = defineKind<IPAddress>({
	group: 'networking.k8s.io',
	version: 'v1',
	kind: 'IPAddress',
	plural: 'ipaddresses',
	singular: 'ipaddress',
	shortNames: ['ip'],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.networking.v1.IPAddress',
	storagePrefix: 'ipaddresses',
	subresources: [],
	validateName: strictIpComplaints,
	...validators<IPAddress>({
		meta: { namespaced: false, validateName: strictIpComplaints },
		content: validateContent,
		change: validateChange,
	}),
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'ParentRef',
			description: fieldDoc('io.k8s.api.networking.v1.IPAddressSpec', 'parentRef'),
			value: parentText,
		}),
	],
	describe,
});
