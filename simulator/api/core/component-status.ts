import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { defineKind } from '../define-kind.ts';
import { NAME_COLUMN, textColumn } from '../printing/column.ts';
import type { ComponentCondition, ComponentStatus } from './types/object.ts';

/** Never stored: the server asks the components when it is asked. Models pkg/registry/core/componentstatus rest.go. */
export const COMPONENT_STATUS = defineKind<ComponentStatus>({
	group: '',
	version: 'v1',
	kind: 'ComponentStatus',
	plural: 'componentstatuses',
	singular: 'componentstatus',
	shortNames: ['cs'],
	categories: [],
	namespaced: false,
	verbs: ['get', 'list'],
	schema: 'io.k8s.api.core.v1.ComponentStatus',
	storagePrefix: 'componentstatuses',
	subresources: [],
	validateName: nameIsDnsSubdomain,
	deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Status',
			description: 'Status of the component conditions',
			value: (object) => {
				const status = health(object)?.status;
				return status === undefined ? 'Unknown' : status === 'True' ? 'Healthy' : 'Unhealthy';
			},
		}),
		textColumn({
			name: 'Message',
			description: 'Message of the component conditions',
			value: (object) => health(object)?.message ?? '',
		}),
		textColumn({
			name: 'Error',
			description: 'Error of the component conditions',
			value: (object) => health(object)?.error ?? '',
		}),
	],
});

function health({ conditions }: ComponentStatus): ComponentCondition | undefined {
	return conditions?.find((condition) => condition.type === 'Healthy');
}
