import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { AGE_COLUMN, integerColumn, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { keepSpec, keepStatus, startGeneration } from '../strategy/generation.ts';
import { validators } from '../validation/kind-rules.ts';
import { applyMatchDefaults } from './match-defaults.ts';
import { validatePolicy } from './policy-validation.ts';
import type { ValidatingAdmissionPolicy } from './types.ts';

/** Models pkg/registry/admissionregistration/validatingadmissionpolicy/strategy.go. */
export const VALIDATING_ADMISSION_POLICY = defineKind<ValidatingAdmissionPolicy>({
	group: 'admissionregistration.k8s.io',
	version: 'v1',
	kind: 'ValidatingAdmissionPolicy',
	plural: 'validatingadmissionpolicies',
	singular: 'validatingadmissionpolicy',
	shortNames: [],
	categories: ['api-extensions'],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicy',
	storagePrefix: 'validatingadmissionpolicies',
	allowUnconditionalUpdate: false,
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators<ValidatingAdmissionPolicy>({
		meta: { namespaced: false, validateName: nameIsDnsSubdomain, anyFinalizer: true },
		content: validatePolicy,
	}),
	applyDefaults: ({ spec }) => {
		spec.failurePolicy ??= 'Fail';
		applyMatchDefaults(spec.matchConstraints);
	},
	prepareForCreate: startGeneration,
	prepareForUpdate: keepStatus,
	prepareForStatusUpdate: keepSpec,
	columns: [
		NAME_COLUMN,
		integerColumn(
			'Validations',
			'Validations indicates the number of validation rules defined in this configuration',
			({ spec }) => (spec.validations ?? []).length,
		),
		textColumn({
			name: 'ParamKind',
			description: 'ParamKind specifies the kind of resources used to parameterize this policy',
			value: ({ spec: { paramKind } }) =>
				paramKind === undefined ? '<unset>' : `${paramKind.apiVersion ?? ''}/${paramKind.kind ?? ''}`,
		}),
		AGE_COLUMN,
	],
});
