import { expect, test } from 'vitest';
import { testServer } from './test-server.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const EMPTY = { openAPIV3Schema: { type: 'object' } };

type Version = { readonly [field: string]: unknown };

/** What the server has against a definition; each version has a name, is served, and the first is stored. */
function refusal(versions: readonly Version[], spec: object = {}): string {
	const definition = {
		apiVersion: 'apiextensions.k8s.io/v1',
		kind: 'CustomResourceDefinition',
		metadata: { name: 'tabs.example.com' },
		spec: {
			group: 'example.com',
			scope: 'Namespaced',
			names: { plural: 'tabs', kind: 'Tab' },
			versions: versions.map((version, index) => ({
				...{ name: `v${index + 1}`, served: true, storage: index === 0, schema: EMPTY },
				...version,
			})),
			...spec,
		},
	};
	const { message } = testServer().ask<{ readonly message: string }>('POST', DEFINITIONS, definition);
	return message.replace('CustomResourceDefinition.apiextensions.k8s.io "tabs.example.com" is invalid: ', '');
}

function ruled(spec: object): object {
	return { openAPIV3Schema: { type: 'object', properties: { spec } } };
}

const column = { name: 'A', type: 'time', format: 'int16', jsonPath: 'spec' };
const columnProblems = (path: string): string =>
	[
		`[${path}.type: Invalid value: "time": must be one of boolean,date,integer,number,string`,
		`${path}.format: Invalid value: "int16": must be one of byte,date,date-time,double,float,int32,int64,password`,
		`${path}.JSONPath: Invalid value: "spec": must be a simple json path starting with .]`,
	].join(', ');
const untyped = { openAPIV3Schema: { type: 'object', properties: { spec: { description: 'x' } } } };
const noType = 'properties[spec].type: Required value: must not be empty for specified object fields';

/** Models apiextensions-apiserver/pkg/apis/apiextensions/validation, its paths by v1/conversion.go. */
test.each<[string, string, string]>([
	[
		'the columns of the one version',
		refusal([{ additionalPrinterColumns: [column] }]),
		columnProblems('spec.additionalPrinterColumns[0]'),
	],
	[
		'the columns of one of two versions',
		refusal([{}, { additionalPrinterColumns: [column] }]),
		columnProblems('spec.versions[1].additionalPrinterColumns[0]'),
	],
	['the schema of the one version', refusal([{ schema: untyped }]), `spec.validation.openAPIV3Schema.${noType}`],
	[
		'the schema that two versions share',
		refusal([{ schema: untyped }, { schema: untyped }]),
		`spec.validation.openAPIV3Schema.${noType}`,
	],
	[
		'the schema of one of two versions',
		refusal([{}, { schema: untyped }]),
		`spec.versions[1].schema.openAPIV3Schema.${noType}`,
	],
	[
		'one of two versions has no schema',
		refusal([{}, { schema: undefined }]),
		'spec.versions[1].schema.openAPIV3Schema: Required value',
	],
	[
		'the paths of the scale',
		refusal([{ subresources: { scale: { specReplicasPath: '.a', statusReplicasPath: '.status.b' } } }]),
		'spec.subresources.scale.specReplicasPath: Invalid value: ".a": should be a json path under .spec',
	],
	[
		'selectable fields',
		refusal([{ selectableFields: [{ jsonPath: '.spec' }, { jsonPath: 'x' }, { jsonPath: '.a[0]' }] }]),
		'[spec.selectableFields[0].jsonPath: Invalid value: ".spec": is an invalid path: does not refer to a valid field, spec.selectableFields[1].jsonPath: Invalid value: "x": is an invalid path: expected [ or . but got: x, spec.selectableFields[2].jsonPath: Invalid value: ".a[0]": is an invalid path: does not refer to a valid field]',
	],
	[
		'a warning of deprecation',
		refusal([{ deprecationWarning: 'old' }]),
		'spec.versions[0].deprecationWarning: Invalid value: "old": can only be set for deprecated versions',
	],
	[
		'a warning that cannot be printed',
		refusal([{ deprecated: true, deprecationWarning: 'ab\n' }]),
		'spec.versions[0].deprecationWarning: Invalid value: "ab\\n": must only contain printable UTF-8 characters; non-printable character found at index 2',
	],
	[
		'a webhook without the strategy',
		refusal([{}], {
			conversion: {
				strategy: 'None',
				webhook: { clientConfig: { url: 'https://a' }, conversionReviewVersions: ['v1'] },
			},
		}),
		'[spec.conversion.webhookClientConfig: Forbidden: should not be set when strategy is not set to Webhook, spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook]',
	],
	[
		'the strategy without a webhook',
		refusal([{}], { conversion: { strategy: 'Webhook' } }),
		'[spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook, spec.conversion.conversionReviewVersions: Required value]',
	],
	[
		'a webhook that cannot be called',
		refusal([{}], {
			conversion: {
				strategy: 'Webhook',
				webhook: { clientConfig: { url: 'http://a' }, conversionReviewVersions: ['v2', 'v2', 'V1'] },
			},
		}),
		`[spec.conversion.webhookClientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path], spec.conversion.conversionReviewVersions[1]: Invalid value: "v2": duplicate version, spec.conversion.conversionReviewVersions[2]: Invalid value: "V1": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?'), spec.conversion.conversionReviewVersions: Invalid value: ["v2","v2","V1"]: must include at least one of v1, v1beta1]`,
	],
	[
		'the path of a rule',
		refusal([
			{
				schema: {
					openAPIV3Schema: {
						type: 'object',
						'x-kubernetes-validations': [{ rule: 'true', fieldPath: '.spec.nothing' }],
						properties: { spec: { type: 'object' } },
					},
				},
			},
		]),
		'spec.validation.openAPIV3Schema.x-kubernetes-validations[0].fieldPath: Invalid value: ".spec.nothing": must be a valid path',
	],
	[
		'a default that a rule is against',
		refusal([
			{ schema: ruled({ type: 'string', default: 'a', 'x-kubernetes-validations': [{ rule: "self != 'a'" }] }) },
		]),
		`spec.validation.openAPIV3Schema.properties[spec].default: Invalid value: "a": failed rule: self != 'a'`,
	],
	[
		'a default of a name',
		refusal([
			{
				schema: {
					openAPIV3Schema: {
						type: 'object',
						properties: { metadata: { type: 'object', properties: { name: { type: 'string', default: 'a' } } } },
					},
				},
			},
		]),
		'spec.validation.openAPIV3Schema.properties[metadata].properties[name].default: Forbidden: must not be set in top-level metadata',
	],
	[
		'a rule that compares what cannot be found again',
		refusal([
			{
				schema: ruled({
					type: 'object',
					'x-kubernetes-map-type': 'atomic',
					properties: { a: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] } },
				}),
			},
		]),
		'spec.validation.openAPIV3Schema.properties[spec].properties[a].x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within spec.validation.openAPIV3Schema.properties[spec]',
	],
])('%s', (_, found, message) => {
	expect(found).toBe(message);
});
