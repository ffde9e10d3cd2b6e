import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, duration, string, stringSlice } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable, Printer } from '../printing/printer.ts';
import type { ResourceInfo, ResourceRequest } from '../resources.ts';
import { collectResources, visitResources } from '../resources.ts';
import type { Mapping } from '../rest-mapper.ts';
import { resourcePath } from '../rest-mapper.ts';
import { ALL_NAMESPACES_FLAG, FIELD_SELECTOR_FLAG, filenamesOf, RECURSIVE_FLAG } from '../shared-flags.ts';
import type { WaitGoal } from '../wait/wait-condition.ts';
import { parseGoal } from '../wait/wait-condition.ts';
import { waitForDeletion } from '../wait-for-deletion.ts';

const WEEK_MS = 168 * 3_600_000;
const CREATE_POLL_MS = 500;

export const wait = defineCommand({
	name: 'wait',
	use: "wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
	short: 'Wait for a specific condition on one or many resources',
	long: `Wait for a specific condition on one or many resources.

 The command takes multiple resources and waits until the specified condition is seen in the Status field of every given resource.

 Alternatively, the command can wait for the given set of resources to be created or deleted by providing the "create" or "delete" keyword as the value to the --for flag.

 A message that says that the condition is met is printed for each resource; -o changes it.`,
	examples: `
# Until the pod "busybox1" has the condition "Ready"
kubectl wait --for=condition=Ready pod/busybox1

# Until the condition is false; values are compared without regard to case
kubectl wait --for=condition=Ready=false pod/busybox1

# Until the pod's phase is "Running"
kubectl wait --for=jsonpath='{.status.phase}'=Running pod/busybox1

# Until a service has an ingress
kubectl wait --for=jsonpath='{.status.loadBalancer.ingress}' service/loadbalancer

# Until a secret is there, for at most 30s
kubectl create secret generic busybox1
kubectl wait --for=create secret/busybox1 --timeout=30s

# Until the pod is gone, for at most 60s, after it was told to
kubectl delete pod/busybox1
kubectl wait --for=delete pod/busybox1 --timeout=60s`,
	suggestFor: ['list', 'ps'],
	flags: {
		...PRINT_FLAGS,
		all: bool(false, 'Select all resources in the namespace of the specified resource types'),
		'all-namespaces': ALL_NAMESPACES_FLAG,
		'field-selector': FIELD_SELECTOR_FLAG,
		filename: stringSlice('identifying the resource.', { shorthand: 'f' }),
		for: string(
			'',
			"The condition to wait on: [create|delete|condition=condition-name[=condition-value]|jsonpath='{JSONPath expression}'=[JSONPath value]]. The default condition-value is true. Condition values are compared after Unicode simple case folding, which is a more general form of case-insensitivity.",
		),
		local: bool(false, 'If true, annotation will NOT contact api-server but run locally.'),
		recursive: { ...RECURSIVE_FLAG, default: true },
		selector: string(
			'',
			"Selector (label query) to filter on, supports '=', '==', and '!='.(e.g. -l key1=value1,key2=value2)",
			{ shorthand: 'l' },
		),
		timeout: duration(
			30_000,
			"The length of time to wait before giving up. Zero means check once and don't wait, negative means wait for a week.",
		),
	},
	*run({ kubectl, flags, args }) {
		const printer = yield* printerOf(kubectl, flags, { operation: 'condition met' });
		const { namespace, explicit } = yield* kubectl.namespace();
		const goal = parseGoal(flags.for);
		const timeoutMs = flags.timeout < 0 ? WEEK_MS : flags.timeout;
		const deadlineMs = kubectl.process.now() + timeoutMs;
		const request: ResourceRequest = {
			args,
			files: filenamesOf({ ...flags, kustomize: '' }),
			namespace,
			requireNamespace: explicit,
			allNamespaces: flags['all-namespaces'],
			selector: flags.selector,
			fieldSelector: flags['field-selector'],
			allowEmptyName: flags.all,
			latest: true,
			continueOnError: true,
			flatten: true,
			local: flags.local,
			ignore: goal.kind === 'delete' ? isNotFound : undefined,
		};
		if (goal.kind === 'create') yield* waitForCreation(kubectl, request, timeoutMs === 0 ? Infinity : deadlineMs);
		let count = 0;
		yield* visitResources(kubectl, request, (info) => {
			count++;
			return waitFor(kubectl, info, goal, timeoutMs === 0 ? undefined : deadlineMs, printer);
		});
		if (count === 0 && goal.kind !== 'delete') throw new CommandError('no matching resources found');
	},
});

const isNotFound = (error: Error): boolean => error instanceof ApiError && error.reason === 'NotFound';

/** Looks every half second until the resources are there. */
function* waitForCreation(kubectl: Kubectl, request: ResourceRequest, deadlineMs: number): Task<void> {
	for (;;) {
		const { infos, error } = yield* collectResources(kubectl, request);
		if (error === undefined && infos.length > 0) return;
		if (error !== undefined && !isNotFound(error)) throw error;
		const leftMs = deadlineMs - kubectl.process.now();
		if (leftMs <= 0) throw new CommandError('timed out waiting for the condition');
		yield* kubectl.process.sleep(Math.min(CREATE_POLL_MS, leftMs));
	}
}

/** @param deadlineMs absent: look once. */
function* waitFor(
	kubectl: Kubectl,
	info: ResourceInfo,
	goal: WaitGoal,
	deadlineMs: number | undefined,
	printer: Printer,
): Task<void> {
	const mapping = info.mapping;
	if (mapping === undefined || info.name === '') throw new CommandError('resource name must be provided');
	const object = info.object as KubeObject;
	switch (goal.kind) {
		case 'create':
			yield* printer.print(object as unknown as Printable);
			return;
		case 'delete':
			yield* untilGone(kubectl, info, mapping, deadlineMs);
			yield* printer.print(object as unknown as Printable);
			return;
		case 'check':
			yield* printer.print((yield* untilMet(kubectl, info, mapping, goal.isMet, deadlineMs)) as unknown as Printable);
	}
}

function* untilGone(
	kubectl: Kubectl,
	info: ResourceInfo,
	mapping: Mapping,
	deadlineMs: number | undefined,
): Task<void> {
	try {
		yield* kubectl.getObject(mapping, info.namespace, info.name);
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') return;
		throw error;
	}
	if (deadlineMs === undefined) throw notMet(mapping, info.name);
	const { namespace, name } = info;
	yield* waitForDeletion(kubectl, { mapping, namespace, name, uid: undefined }, deadlineMs);
}

function notMet(mapping: Mapping, name: string): CommandError {
	return new CommandError(`condition not met for ${mapping.resource}/${name}`);
}

/** Lists, then watches; an object that goes away while it is waited for is an error. Models getObjAndCheckCondition. */
function* untilMet(
	kubectl: Kubectl,
	info: ResourceInfo,
	mapping: Mapping,
	isMet: (object: KubeObject) => boolean,
	deadlineMs: number | undefined,
): Task<KubeObject> {
	if (deadlineMs === undefined) {
		const object = yield* kubectl.getObject(mapping, info.namespace, info.name);
		if (isMet(object)) return object;
		throw notMet(mapping, info.name);
	}
	const timedOut = new CommandError(`timed out waiting for the condition on ${mapping.resource}/${info.name}`);
	const client = yield* kubectl.client();
	const path = resourcePath(mapping, info.namespace);
	const selector = ['fieldSelector', `metadata.name=${info.name}`] as const;
	for (;;) {
		const list = yield* client.get<{ kind: string; metadata: { resourceVersion: string }; items?: KubeObject[] }>(
			path,
			[selector],
		);
		const current = list.items?.[0];
		if (current === undefined) throw missing(mapping, info.name);
		const object = { ...current, apiVersion: (info.object as KubeObject).apiVersion, kind: mapping.kind };
		if (isMet(object)) return object;
		if (kubectl.process.now() >= deadlineMs) throw timedOut;
		const stream = yield* client.watch(path, [selector, ['resourceVersion', list.metadata.resourceVersion]]);
		for (;;) {
			const event = yield* stream.next(deadlineMs);
			if (event === 'timeout') {
				stream.close();
				throw timedOut;
			}
			if (event === undefined) break;
			if (event.type !== 'ADDED' && event.type !== 'MODIFIED') continue;
			if (!isMet(event.object as KubeObject)) continue;
			stream.close();
			return event.object as KubeObject;
		}
	}
}

function missing(mapping: Mapping, name: string): ApiError {
	const resource = mapping.group === '' ? mapping.resource : `${mapping.resource}.${mapping.group}`;
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		reason: 'NotFound',
		code: 404,
		message: `${resource} ${JSON.stringify(name)} not found`,
		details: { name, group: mapping.group, kind: mapping.resource },
	});
}
