import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import { applyPodSpecDefaults } from '../defaults/pod-spec.ts';
import { ALL_VERBS, defineKind, SCALE_SUBRESOURCE, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { containerColumns } from '../printing/pod-template-columns.ts';
import { keepSpecAndLabels, setGeneration, startGeneration } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateImmutable } from '../validation/object-meta.ts';
import { workloadWarnings } from '../validation/workload-warnings.ts';
import { describeDeployment } from './deployment-describe.ts';
import { validateDeploymentSpec } from './deployment-validation.ts';
import type { Deployment } from './types.ts';

const SPEC = 'io.k8s.api.apps.v1.DeploymentSpec';
const STATUS = 'io.k8s.api.apps.v1.DeploymentStatus';

/** Models pkg/apis/apps/v1 SetDefaults_Deployment. */
function applyDefaults({ spec }: Deployment): void {
	spec.replicas ??= 1;
	spec.strategy ??= {};
	spec.strategy.type ??= 'RollingUpdate';
	if (spec.strategy.type === 'RollingUpdate') {
		spec.strategy.rollingUpdate ??= {};
		spec.strategy.rollingUpdate.maxUnavailable ??= '25%';
		spec.strategy.rollingUpdate.maxSurge ??= '25%';
	}
	spec.revisionHistoryLimit ??= 10;
	spec.progressDeadlineSeconds ??= 600;
	applyPodSpecDefaults(spec.template.spec);
}

/** Models pkg/registry/apps/deployment/strategy.go. */
export const DEPLOYMENT = defineKind<Deployment>({
	group: 'apps',
	version: 'v1',
	kind: 'Deployment',
	plural: 'deployments',
	singular: 'deployment',
	shortNames: ['deploy'],
	categories: ['all'],
	namespaced: true,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.apps.v1.Deployment',
	storagePrefix: 'deployments',
	subresources: [SCALE_SUBRESOURCE, STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators<Deployment>({
		meta: { namespaced: true, validateName: nameIsDnsSubdomain },
		content: validateDeploymentSpec,
		change: (now, old) => validateImmutable(now.spec.selector, old.spec.selector, 'spec.selector'),
	}),
	applyDefaults,
	prepareForCreate: startGeneration,
	// Annotations count too: `kubectl rollout` reads and writes them.
	prepareForUpdate: (deployment, old) => {
		deployment.status = old.status;
		const changed =
			!jsonEqual(deployment.spec, old.spec) ||
			!jsonEqual(deployment.metadata.annotations ?? {}, old.metadata.annotations ?? {});
		setGeneration(deployment, old, changed);
	},
	prepareForStatusUpdate: keepSpecAndLabels,
	warnings: (object, old) => workloadWarnings(object, old, object.spec.template),
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'Ready',
			description: 'Number of the pod with ready state',
			value: ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
		}),
		textColumn({
			name: 'Up-to-date',
			description: fieldDoc(STATUS, 'updatedReplicas'),
			value: ({ status }) => status.updatedReplicas ?? 0,
		}),
		textColumn({
			name: 'Available',
			description: fieldDoc(STATUS, 'availableReplicas'),
			value: ({ status }) => status.availableReplicas ?? 0,
		}),
		AGE_COLUMN,
		...containerColumns<Deployment>(({ spec }) => spec.template.spec),
		textColumn({
			name: 'Selector',
			description: fieldDoc(SPEC, 'selector'),
			value: ({ spec }) => labelSelectorFrom(spec.selector).toString(),
			wide: true,
		}),
	],
	describe: describeDeployment,
});
