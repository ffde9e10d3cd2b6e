import { expect, test } from 'vitest';
import { create, kindOf, verdictOfCreate, verdictOfUpdate } from './prepare.ts';

const CONTAINERS = 'containers: [{name: web, image: nginx}]';
const workload = (kind: string, spec: string, name = 'web'): string =>
	`apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
const template = (spec = `{${CONTAINERS}}`): string => `{metadata: {labels: {app: web}}, spec: ${spec}}`;
const SELECTOR = 'selector: {matchLabels: {app: web}}';
const MISMATCH =
	'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`';
const job = (spec: string, name = 'once'): string =>
	`apiVersion: batch/v1\nkind: Job\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
const ONCE = `template: {spec: {restartPolicy: Never, ${CONTAINERS}}}`;
const cronJob = (spec: string): string =>
	`apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: often}\nspec: {${spec}, jobTemplate: {spec: {${ONCE}}}}\n`;
const LABEL =
	"a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

// Models pkg/apis/apps/validation: LabelSelectorAsSelector of nothing matches nothing.
test.each([
	['Deployment', `Deployment.apps "web" is invalid: [spec.selector: Required value, ${MISMATCH}]`],
	['ReplicaSet', `ReplicaSet.apps "web" is invalid: [spec.selector: Required value, ${MISMATCH}]`],
	['StatefulSet', `StatefulSet.apps "web" is invalid: [spec.selector: Required value, ${MISMATCH}]`],
	['DaemonSet', `DaemonSet.apps "web" is invalid: ${MISMATCH}`],
])('a %s without a selector', (kind, expected) => {
	expect(verdictOfCreate(workload(kind, `{template: ${template()}}`))).toBe(expected);
});

test.each([
	[
		'its mounts may be claim templates',
		template(`{containers: [{name: web, image: nginx, volumeMounts: [{name: data, mountPath: /d}]}]}`),
		'valid',
	],
	[
		'the template is a Pod’s',
		template(
			'{containers: [{name: Web, volumeMounts: [{name: x, mountPath: /x}]}], volumes: [{name: data, emptyDir: {}}]}',
		),
		`StatefulSet.apps "web" is invalid: [spec.template.spec.containers[0].name: Invalid value: "Web": ${LABEL}, spec.template.spec.containers[0].image: Required value, spec.template.spec.containers[0].volumeMounts[0].name: Not found: "x"]`,
	],
])('a StatefulSet: %s', (_, pod, expected) => {
	const claims =
		'volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]';
	expect(verdictOfCreate(workload('StatefulSet', `{${SELECTOR}, ${claims}, template: ${pod}}`))).toBe(expected);
});

test('a claim template without a name is a volume without one', () => {
	const spec = `{${SELECTOR}, volumeClaimTemplates: [{}], template: ${template(`{${CONTAINERS}}`)}}`;
	expect(verdictOfCreate(workload('StatefulSet', spec))).toBe(
		'StatefulSet.apps "web" is invalid: [spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required, spec.volumeClaimTemplates[0].spec.resources[storage]: Required value, spec.template.spec.volumes[0].persistentVolumeClaim.claimName: Required value, spec.template.spec.volumes[0].name: Required value]',
	);
});

// Models ValidateStatefulSet, ValidateStatefulSetSpec.
test('a StatefulSet with everything wrong', () => {
	const spec = `{${SELECTOR}, serviceName: Web, replicas: -1, minReadySeconds: -1, podManagementPolicy: Any, ordinals: {start: -1}, persistentVolumeClaimRetentionPolicy: {whenScaled: Keep}, volumeClaimTemplates: [{metadata: {name: data}, spec: {volumeMode: Tape}}], template: ${template(`{${CONTAINERS}, restartPolicy: Never}`)}}`;
	expect(verdictOfCreate(workload('StatefulSet', spec, 'we.b'))).toBe(
		`StatefulSet.apps "we.b" is invalid: [metadata.name: Invalid value: "we.b": must not contain dots, spec.podManagementPolicy: Invalid value: "Any": must be 'OrderedReady' or 'Parallel', spec.persistentVolumeClaimRetentionPolicy.whenScaled: Unsupported value: "Keep": supported values: "Retain", "Delete", spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required, spec.volumeClaimTemplates[0].spec.resources[storage]: Required value, spec.volumeClaimTemplates[0].spec.volumeMode: Unsupported value: "Tape": supported values: "Block", "Filesystem", spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0, spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0, spec.serviceName: Invalid value: "Web": ${LABEL}, spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"]`,
	);
});

test('a StatefulSet that older servers took can still be scaled, and not be renamed in its service', () => {
	const before = workload('StatefulSet', `{${SELECTOR}, serviceName: Web, template: ${template('{containers: []}')}}`);
	expect(verdictOfUpdate(before, before.replace('spec: {', 'spec: {replicas: 3, '))).toBe('valid');
	expect(verdictOfUpdate(before, before.replace('Web', 'web'))).toBe(
		"StatefulSet.apps \"web\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
	);
});

test('a StatefulSet that keeps all revisions is warned of', () => {
	const set = create(workload('StatefulSet', `{${SELECTOR}, revisionHistoryLimit: -1, template: ${template()}}`));
	expect(kindOf(set).warnings?.(set, undefined)).toEqual([
		'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended',
	]);
});

const UID = '7d1f4a0e-0000-4000-8000-000000000000';
const LABELS = `{"batch.kubernetes.io/controller-uid":"${UID}","batch.kubernetes.io/job-name":"once","controller-uid":"${UID}","job-name":"once"}`;

// Models pkg/apis/batch/validation ValidateJob, validateJobSpec, validateSuccessPolicy, validatePodFailurePolicy.
test.each([
	['as it should be', job(`{${ONCE}}`), 'valid'],
	[
		'a selector of its own',
		job(`{selector: {matchLabels: {a: b}}, ${ONCE}}`),
		`Job.batch "once" is invalid: [spec.selector: Invalid value: {"matchLabels":{"a":"b","batch.kubernetes.io/controller-uid":"${UID}"}}: \`selector\` not auto-generated, spec.template.metadata.labels: Invalid value: ${LABELS}: \`selector\` does not match template \`labels\`]`,
	],
	[
		'a selector of its own that is missing',
		job(`{manualSelector: true, ${ONCE}}`),
		'Job.batch "once" is invalid: [spec.selector: Required value, spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`]',
	],
	[
		'what only indexed Jobs have',
		job(`{managedBy: me, backoffLimitPerIndex: 1, maxFailedIndexes: 2, successPolicy: {rules: [{}]}, ${ONCE}}`),
		'Job.batch "once" is invalid: [spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo"), spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode, spec.maxFailedIndexes: Invalid value: 2: requires indexed completion mode, spec.successPolicy: Invalid value: {"Rules":[{"SucceededIndexes":null,"SucceededCount":null}]}: requires indexed completion mode]',
	],
	[
		'an indexed Job, all wrong',
		job(
			`{completionMode: Indexed, completions: 3, maxFailedIndexes: 4, podReplacementPolicy: Always, successPolicy: {rules: [{}, {succeededIndexes: "0-1-2", succeededCount: 4}, {succeededIndexes: "2,1"}, {succeededIndexes: "0,1-9"}, {succeededIndexes: "0-1", succeededCount: 3}]}, ${ONCE}}`,
			'on.ce',
		),
		`Job.batch "on.ce" is invalid: [spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified, spec.maxFailedIndexes: Invalid value: 4: must be less than or equal to completions, spec.successPolicy.rules[0]: Required value: at least one of succeededCount or succeededIndexes must be specified, spec.successPolicy.rules[1].succeededIndexes: Invalid value: "0-1-2": error parsing succeededIndexes: the fragment "0-1-2" violates the requirement that an index interval can have at most two parts separated by '-', spec.successPolicy.rules[1].succeededCount: Invalid value: 4: must be less than or equal to 3 (the number of specified completions), spec.successPolicy.rules[1].succeededCount: Invalid value: 4: must be less than or equal to 0 (the number of indexes in the specified succeededIndexes field), spec.successPolicy.rules[2].succeededIndexes: Invalid value: "2,1": error parsing succeededIndexes: non-increasing order, previous: 2, current: 1, spec.successPolicy.rules[3].succeededIndexes: Invalid value: "0,1-9": error parsing succeededIndexes: too large index: "9", spec.successPolicy.rules[4].succeededCount: Invalid value: 3: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field), spec.podReplacementPolicy: Unsupported value: "Always": supported values: "Failed", "TerminatingOrFailed", metadata.name: Invalid value: "on.ce": will not able to create pod with invalid DNS label: on.ce-2]`,
	],
	[
		'failure policies',
		job(
			`{podFailurePolicy: {rules: [{}, {action: FailIndex, onExitCodes: {values: [2, 1, 1]}}, {action: Retry, onExitCodes: {operator: In, values: [0], containerName: other}, onPodConditions: [{type: a b, status: Maybe}]}]}, template: {spec: {restartPolicy: OnFailure, ${CONTAINERS}}}}`,
		),
		`Job.batch "once" is invalid: [spec.podFailurePolicy.rules[0].action: Required value: valid values: ["Count" "FailIndex" "FailJob" "Ignore"], spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required, spec.podFailurePolicy.rules[1].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set, spec.podFailurePolicy.rules[1].onExitCodes.operator: Required value: valid values: ["In" "NotIn"], spec.podFailurePolicy.rules[1].onExitCodes.values[2]: Duplicate value: 1, spec.podFailurePolicy.rules[1].onExitCodes.values: Invalid value: [2,1,1]: must be ordered, spec.podFailurePolicy.rules[2].action: Unsupported value: "Retry": supported values: "Count", "FailIndex", "FailJob", "Ignore", spec.podFailurePolicy.rules[2].onExitCodes.containerName: Invalid value: "other": must be one of the container or initContainer names in the pod template, spec.podFailurePolicy.rules[2].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator, spec.podFailurePolicy.rules[2].onPodConditions[0].type: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'), spec.podFailurePolicy.rules[2].onPodConditions[0].status: Unsupported value: "Maybe": supported values: "False", "True", "Unknown", spec.podFailurePolicy.rules[2]: Invalid value: specifying both OnExitCodes and OnPodConditions is not supported, spec.template.spec.restartPolicy: Invalid value: "OnFailure": only "Never" is supported when podFailurePolicy is specified]`,
	],
	['a time zone', cronJob('schedule: "@daily", timeZone: America/New_York'), 'valid'],
	[
		'a time zone that is none',
		cronJob('schedule: "@daily", timeZone: Europe/Wonderland'),
		'CronJob.batch "often" is invalid: spec.timeZone: Invalid value: "Europe/Wonderland": unknown time zone Europe/Wonderland',
	],
	[
		'a schedule with a time zone in it',
		cronJob('schedule: "TZ=UTC 0 * * * *"'),
		'CronJob.batch "often" is invalid: spec.schedule: Invalid value: "TZ=UTC 0 * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
	],
])('a Job: %s', (_, yaml, expected) => {
	expect(verdictOfCreate(yaml)).toBe(expected);
});

// Models validateCompletions, validatePodTemplateUpdate.
test('what of a Job can be changed', () => {
	const before = job(
		`{manualSelector: true, ${SELECTOR}, template: ${template(`{restartPolicy: Never, ${CONTAINERS}}`)}}`,
	);
	const suspended = before.replace('spec: {', 'spec: {suspend: true, ');
	const indexed = before.replace('spec: {', 'spec: {completionMode: Indexed, completions: 2, parallelism: 2, ');
	expect(verdictOfUpdate(before, before.replace('spec: {', 'spec: {completions: 2, '))).toBe(
		'Job.batch "once" is invalid: spec.completions: Invalid value: 2: field is immutable',
	);
	expect(verdictOfUpdate(suspended, suspended.replace('Never,', 'Never, nodeSelector: {a: b},'))).toBe('valid');
	expect(verdictOfUpdate(before, before.replace('Never,', 'Never, nodeSelector: {a: b},'))).toContain(
		'}: field is immutable',
	);
	expect(
		verdictOfUpdate(indexed, indexed.replace('completions: 2, parallelism: 2', 'completions: 4, parallelism: 4')),
	).toBe('valid');
	expect(verdictOfUpdate(indexed, indexed.replace('completions: 2', 'completions: 4'))).toBe(
		'Job.batch "once" is invalid: spec.completions: Invalid value: 4: can only be modified in tandem with spec.parallelism',
	);
});
