import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { applyPodDefaults, applyPodSpecDefaults } from '../defaults/pod-spec.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { POD_COLUMNS } from './pod-columns.ts';
import { describePod } from './pod-describe.ts';
import {
	podGracePeriodSeconds,
	podSelectableFields,
	preparePodForCreate,
	preparePodForStatusUpdate,
	preparePodForUpdate,
} from './pod-strategy.ts';
import { validatePod, validatePodStatusUpdate, validatePodUpdate } from './pod-validation.ts';
import { podCreateWarnings } from './pod-warnings.ts';
import type { Pod } from './types/pod.ts';

const POD_KIND = { group: '', version: 'v1' };

export const POD = defineKind<Pod>({
	group: '',
	version: 'v1',
	kind: 'Pod',
	plural: 'pods',
	singular: 'pod',
	shortNames: ['po'],
	categories: ['all'],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.core.v1.Pod',
	storagePrefix: 'pods',
	deleteReturnsObject: true,
	subresources: [
		{ name: 'attach', verbs: ['create', 'get'], kind: { ...POD_KIND, kind: 'PodAttachOptions' } },
		{ name: 'binding', verbs: ['create'], kind: { ...POD_KIND, kind: 'Binding' } },
		{ name: 'ephemeralcontainers', verbs: ['get', 'patch', 'update'] },
		{ name: 'eviction', verbs: ['create'], kind: { group: 'policy', version: 'v1', kind: 'Eviction' } },
		{ name: 'exec', verbs: ['create', 'get'], kind: { ...POD_KIND, kind: 'PodExecOptions' } },
		{ name: 'log', verbs: ['get'] },
		{ name: 'portforward', verbs: ['create', 'get'], kind: { ...POD_KIND, kind: 'PodPortForwardOptions' } },
		{
			name: 'proxy',
			verbs: ['create', 'delete', 'get', 'patch', 'update'],
			kind: { ...POD_KIND, kind: 'PodProxyOptions' },
		},
		{ name: 'resize', verbs: ['get', 'patch', 'update'] },
		STATUS_SUBRESOURCE,
	],
	validateName: nameIsDnsSubdomain,
	validate: validatePod,
	validateUpdate: validatePodUpdate,
	validateStatusUpdate: validatePodStatusUpdate,
	warnings: podCreateWarnings,
	selectableFields: podSelectableFields,
	applyDefaults: (pod) => {
		applyPodDefaults(pod.spec);
		applyPodSpecDefaults(pod.spec);
	},
	prepareForCreate: preparePodForCreate,
	prepareForUpdate: preparePodForUpdate,
	prepareForStatusUpdate: preparePodForStatusUpdate,
	gracePeriodSeconds: podGracePeriodSeconds,
	columns: POD_COLUMNS,
	describe: describePod,
});
