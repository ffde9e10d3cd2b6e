import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, integerColumn, NAME_COLUMN } from '../printing/column.ts';
import { validators } from '../validation/kind-rules.ts';
import { describeCsiNode } from './csi-node-describe.ts';
import { validateCsiNode, validateCsiNodeChange } from './csi-node-validation.ts';
import type { CSINode } from './types.ts';

const DRIVERS_DOC = 'Drivers indicates the number of CSI drivers registered on the node';

/** Models pkg/registry/storage/csinode/strategy.go. */
export const CSI_NODE = defineKind<CSINode>({
	group: 'storage.k8s.io',
	version: 'v1',
	kind: 'CSINode',
	plural: 'csinodes',
	singular: 'csinode',
	shortNames: [],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.storage.v1.CSINode',
	storagePrefix: 'csinodes',
	deleteReturnsObject: true,
	allowUnconditionalUpdate: false,
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<CSINode>({
		meta: { namespaced: false, validateName: nameIsDnsSubdomain },
		content: validateCsiNode,
		change: validateCsiNodeChange,
	}),
	columns: [NAME_COLUMN, integerColumn('Drivers', DRIVERS_DOC, ({ spec }) => spec.drivers.length), AGE_COLUMN],
	describe: describeCsiNode,
});
