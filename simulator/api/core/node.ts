import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import type { Column } from '../kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts';
import { describeNode } from './node-describe.ts';
import { nodeRoles } from './node-roles.ts';
import { validateNodeChange, validateNodeContent } from './node-validation.ts';
import type { Node } from './types/node.ts';

const STATUS = 'io.k8s.api.core.v1.NodeStatus';
const INFO = 'io.k8s.api.core.v1.NodeSystemInfo';

/** Models pkg/printers/internalversion printNode. */
const COLUMNS: readonly Column<Node>[] = [
	NAME_COLUMN,
	textColumn({ name: 'Status', description: 'The status of the node', value: nodeStatusText }),
	textColumn({
		name: 'Roles',
		description: 'The roles of the node',
		value: (node) => nodeRoles(node).join(',') || '<none>',
	}),
	AGE_COLUMN,
	textColumn({
		name: 'Version',
		description: fieldDoc(INFO, 'kubeletVersion'),
		value: (node) => node.status.nodeInfo?.kubeletVersion ?? '',
	}),
	textColumn({
		name: 'Internal-IP',
		description: fieldDoc(STATUS, 'addresses'),
		value: (node) => address(node, 'InternalIP'),
		wide: true,
	}),
	textColumn({
		name: 'External-IP',
		description: fieldDoc(STATUS, 'addresses'),
		value: (node) => address(node, 'ExternalIP'),
		wide: true,
	}),
	textColumn({
		name: 'OS-Image',
		description: fieldDoc(INFO, 'osImage'),
		value: (node) => node.status.nodeInfo?.osImage || '<unknown>',
		wide: true,
	}),
	textColumn({
		name: 'Kernel-Version',
		description: fieldDoc(INFO, 'kernelVersion'),
		value: (node) => node.status.nodeInfo?.kernelVersion || '<unknown>',
		wide: true,
	}),
	textColumn({
		name: 'Container-Runtime',
		description: fieldDoc(INFO, 'containerRuntimeVersion'),
		value: (node) => node.status.nodeInfo?.containerRuntimeVersion || '<unknown>',
		wide: true,
	}),
];

/** "Ready", "NotReady", "Unknown", followed by ",SchedulingDisabled" when cordoned. */
function nodeStatusText(node: Node): string {
	const ready = node.status.conditions?.findLast((condition) => condition.type === 'Ready');
	const status = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
	return node.spec.unschedulable === true ? `${status},SchedulingDisabled` : status;
}

function address(node: Node, type: string): string {
	return node.status.addresses?.find((each) => each.type === type)?.address ?? '<none>';
}

const META = { namespaced: false, validateName: nameIsDnsSubdomain };

/** Models pkg/registry/core/node/strategy.go: a new node may bring its status along. */
export const NODE = defineKind<Node>({
	group: '',
	version: 'v1',
	kind: 'Node',
	plural: 'nodes',
	singular: 'node',
	shortNames: ['no'],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.core.v1.Node',
	storagePrefix: 'minions',
	subresources: [
		{
			name: 'proxy',
			verbs: ['create', 'delete', 'get', 'patch', 'update'],
			kind: { group: '', version: 'v1', kind: 'NodeProxyOptions' },
		},
		STATUS_SUBRESOURCE,
	],
	validateName: nameIsDnsSubdomain,
	validate: (node) => [...validateObjectMeta(node.metadata, META), ...validateNodeContent(node)],
	validateUpdate: (node, old) => [
		...validateObjectMeta(node.metadata, META),
		...validateNodeContent(node),
		...validateObjectMetaUpdate(node, old),
		...validateNodeChange(node, old),
	],
	warnings: ({ spec }) => [
		...(spec.configSource === undefined ? [] : ['spec.configSource: the feature is removed']),
		...(spec.externalID === undefined
			? []
			: ['spec.externalID: this field is deprecated, and is unused by Kubernetes']),
	],
	validateStatusUpdate: (node, old) => [...validateObjectMetaUpdate(node, old), ...validateNodeChange(node, old)],
	selectableFields: (node) => ({ 'spec.unschedulable': String(node.spec.unschedulable ?? false) }),
	applyDefaults: (node) => {
		if (node.status.capacity !== undefined) node.status.allocatable ??= { ...node.status.capacity };
	},
	prepareForUpdate: (node, old) => {
		node.status = old.status;
	},
	prepareForStatusUpdate: (node, old) => {
		node.spec = old.spec;
	},
	columns: COLUMNS,
	describe: describeNode,
});
