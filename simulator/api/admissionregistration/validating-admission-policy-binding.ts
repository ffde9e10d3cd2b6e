import { jsonEqual } from '../../machinery/json-equal.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import { ALL_VERBS, defineKind } from '../define-kind.ts';
import { AGE_COLUMN, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { setGeneration } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { applyMatchDefaults } from './match-defaults.ts';
import { validatePolicyBinding } from './policy-validation.ts';
import type { ParamRef, ValidatingAdmissionPolicyBinding } from './types.ts';

/** "team/limits", "*\/limits" for the namespace of what is asked for. Models printValidatingAdmissionPolicyBinding. */
function paramText(reference: ParamRef | undefined): string {
	if (reference === undefined) return '<unset>';
	const { name = '', namespace = '', selector } = reference;
	if (name !== '') return `${namespace === '' ? '*' : namespace}/${name}`;
	return selector === undefined ? '<unset>' : labelSelectorFrom(selector).toString();
}

/** Models pkg/registry/admissionregistration/validatingadmissionpolicybinding/strategy.go. */
export const VALIDATING_ADMISSION_POLICY_BINDING = defineKind<ValidatingAdmissionPolicyBinding>({
	group: 'admissionregistration.k8s.io',
	version: 'v1',
	kind: 'ValidatingAdmissionPolicyBinding',
	plural: 'validatingadmissionpolicybindings',
	singular: 'validatingadmissionpolicybinding',
	shortNames: [],
	categories: ['api-extensions'],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding',
	storagePrefix: 'validatingadmissionpolicybindings',
	allowUnconditionalUpdate: false,
	subresources: [],
	validateName: nameIsDnsSubdomain,
	...validators<ValidatingAdmissionPolicyBinding>({
		meta: { namespaced: false, validateName: nameIsDnsSubdomain, anyFinalizer: true },
		content: validatePolicyBinding,
	}),
	applyDefaults: ({ spec }) => applyMatchDefaults(spec.matchResources),
	prepareForCreate: (binding) => {
		binding.metadata.generation = 1;
	},
	prepareForUpdate: (binding, old) => setGeneration(binding, old, !jsonEqual(binding.spec, old.spec)),
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'PolicyName',
			description: 'PolicyName indicates the policy definition which the policy binding binded to',
			value: ({ spec }) => spec.policyName ?? '',
		}),
		textColumn({
			name: 'ParamRef',
			description: 'ParamRef indicates the param resource which sets the configration param',
			value: ({ spec }) => paramText(spec.paramRef),
		}),
		AGE_COLUMN,
	],
});
