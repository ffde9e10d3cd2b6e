import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import type { Column } from '../kind.ts';
import { AGE_COLUMN, booleanColumn, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { setGeneration } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateCsiDriver, validateCsiDriverChange } from './csi-driver-validation.ts';
import type { CSIDriver } from './types.ts';

const SPEC = 'io.k8s.api.storage.v1.CSIDriverSpec';

/** Models pkg/printers/internalversion printCSIDriver. */
const COLUMNS: readonly Column<CSIDriver>[] = [
	NAME_COLUMN,
	booleanColumn('AttachRequired', fieldDoc(SPEC, 'attachRequired'), ({ spec }) => spec.attachRequired ?? true),
	booleanColumn('PodInfoOnMount', fieldDoc(SPEC, 'podInfoOnMount'), ({ spec }) => spec.podInfoOnMount ?? false),
	booleanColumn('StorageCapacity', fieldDoc(SPEC, 'storageCapacity'), ({ spec }) => spec.storageCapacity ?? false),
	textColumn({
		name: 'TokenRequests',
		description: fieldDoc(SPEC, 'tokenRequests'),
		value: ({ spec }) => spec.tokenRequests?.map(({ audience }) => audience).join(',') ?? '<unset>',
	}),
	booleanColumn(
		'RequiresRepublish',
		fieldDoc(SPEC, 'requiresRepublish'),
		({ spec }) => spec.requiresRepublish ?? false,
	),
	textColumn({
		name: 'Modes',
		description: fieldDoc(SPEC, 'volumeLifecycleModes'),
		value: ({ spec }) => (spec.volumeLifecycleModes ?? []).join(',') || '<none>',
	}),
	AGE_COLUMN,
];

/** Models pkg/registry/storage/csidriver/strategy.go. */
export const CSI_DRIVER = defineKind<CSIDriver>({
	group: 'storage.k8s.io',
	version: 'v1',
	kind: 'CSIDriver',
	plural: 'csidrivers',
	singular: 'csidriver',
	shortNames: [],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.storage.v1.CSIDriver',
	storagePrefix: 'csidrivers',
	deleteReturnsObject: true,
	allowUnconditionalUpdate: false,
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<CSIDriver>({
		meta: { namespaced: false, validateName: nameIsDnsSubdomain },
		content: validateCsiDriver,
		change: validateCsiDriverChange,
	}),
	// Models pkg/apis/storage/v1 SetDefaults_CSIDriver.
	applyDefaults: ({ spec }) => {
		spec.attachRequired ??= true;
		spec.podInfoOnMount ??= false;
		spec.storageCapacity ??= false;
		spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
		if ((spec.volumeLifecycleModes ?? []).length === 0) spec.volumeLifecycleModes = ['Persistent'];
		spec.requiresRepublish ??= false;
		spec.seLinuxMount ??= false;
	},
	prepareForUpdate: (driver, old) => setGeneration(driver, old, !jsonEqual(driver.spec, old.spec)),
	columns: COLUMNS,
});
