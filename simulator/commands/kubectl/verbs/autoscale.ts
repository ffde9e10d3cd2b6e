import type { KubeObject } from '../../../machinery/meta.ts';
import { canonicalQuantity } from '../../../machinery/quantity.ts';
import type { Task } from '../../../machinery/task.ts';
import { int, string } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { completeOneOf } from '../completion/complete-resources.ts';
import type { Draft } from '../create/generator.ts';
import { withLastApplied } from '../create/generator.ts';
import { CommandError } from '../errors.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import { RECORD_FLAG, withRecordedCause } from '../record.ts';
import type { ResourceInfo } from '../resources.ts';
import { visitResources } from '../resources.ts';
import type { Mapping } from '../rest-mapper.ts';
import type { DryRun } from '../shared-flags.ts';
import {
	DRY_RUN_FLAG,
	dryRunOf,
	FILENAME_USAGE,
	fieldManagerFlag,
	filenameFlags,
	filenamesOf,
	SAVE_CONFIG_FLAG,
	withDryRun,
	writeQuery,
} from '../shared-flags.ts';

const AUTOSCALE_FLAGS = {
	...PRINT_FLAGS,
	...filenameFlags(`${FILENAME_USAGE} identifying the resource to autoscale.`),
	cpu: string(
		'',
		'Target CPU utilization over all the pods. When specified as a percentage (e.g."70%" for 70% of requested CPU) it will target average utilization. When specified as quantity (e.g."500m" for 500 milliCPU) it will target average value. Value without units is treated as a quantity with miliCPU being the unit (e.g."500" is "500m").',
	),
	'cpu-percent': int(
		-1,
		"The target average CPU utilization (represented as a percent of requested CPU) over all the pods. If it's not specified or negative, a default autoscaling policy will be used.",
		{
			deprecated:
				"Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
		},
	),
	'dry-run': DRY_RUN_FLAG,
	'field-manager': fieldManagerFlag('kubectl-autoscale'),
	max: int(-1, 'The upper limit for the number of pods that can be set by the autoscaler. Required.', {
		required: true,
	}),
	memory: string(
		'',
		'Target memory utilization over all the pods. When specified  as a percentage (e.g."60%" for 60% of requested memory) it will target average utilization. When specified as quantity (e.g."200Mi" for 200 MiB, "1Gi" for 1 GiB) it will target average value. Value without units is treated as a quantity with mebibytes being the unit (e.g."200" is "200Mi").',
	),
	min: int(
		-1,
		"The lower limit for the number of pods that can be set by the autoscaler. If it's not specified or negative, the server will apply a default value.",
	),
	name: string(
		'',
		'The name for the newly created object. If not specified, the name of the input resource will be used.',
	),
	record: RECORD_FLAG,
	'save-config': SAVE_CONFIG_FLAG,
} as const;

type AutoscaleInvocation = Invocation<typeof AUTOSCALE_FLAGS>;

/** What a metric aims at. */
type Target =
	| { readonly type: 'Utilization'; readonly averageUtilization: number }
	| { readonly type: 'AverageValue'; readonly averageValue: string };

interface Metric {
	readonly type: 'Resource';
	readonly resource: { readonly name: string; readonly target: Target };
}

export const autoscale = defineCommand({
	name: 'autoscale',
	use: 'autoscale (-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]',
	short: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
	long: `Creates an autoscaler that automatically chooses and sets the number of pods that run in a Kubernetes cluster. The command will attempt to use the autoscaling/v2 API first, in case of an error, it will fall back to autoscaling/v1 API.

 Looks up a deployment, replica set, stateful set, or replication controller by name and creates an autoscaler that uses the given resource as a reference. An autoscaler can automatically increase or decrease number of pods deployed within the system as needed.`,
	examples: `
# 2 to 10 pods of the deployment "foo", by the default policy
kubectl autoscale deployment foo --min=2 --max=10

# 1 to 5 pods of the replication controller "foo", at 80% of the CPU they ask for
kubectl autoscale rc foo --max=5 --cpu=80%

# 3 to 6 pods of the deployment "bar", at 500m of CPU and 200Mi of memory
kubectl autoscale deployment bar --min=3 --max=6 --cpu=500m --memory=200Mi`,
	flags: AUTOSCALE_FLAGS,
	completeArgs: completeOneOf(['deployment', 'replicaset', 'replicationcontroller', 'statefulset']),
	*run(invocation) {
		const { kubectl, flags, args } = invocation;
		const dryRun = dryRunOf(flags['dry-run']);
		const { namespace, explicit } = yield* kubectl.namespace();
		const metrics = checkFlags(flags);
		const request = {
			args,
			files: filenamesOf(flags),
			namespace,
			requireNamespace: explicit,
			continueOnError: true,
			flatten: true,
		};
		let count = 0;
		yield* visitResources(kubectl, request, (info) => {
			count++;
			return autoscaleOne(invocation, info, metrics, { namespace, explicit, dryRun });
		});
		if (count === 0) throw new CommandError('no objects passed to autoscale');
	},
});

function* autoscaleOne(
	invocation: AutoscaleInvocation,
	info: ResourceInfo,
	metrics: readonly Metric[],
	target: { readonly namespace: string; readonly explicit: boolean; readonly dryRun: DryRun },
): Task<void> {
	const { kubectl, flags } = invocation;
	const { namespace, explicit, dryRun } = target;
	const mapping = info.mapping as Mapping;
	if (!mapping.api.subresources.some((each) => each.name === 'scale')) {
		const resource = `${mapping.group}/${mapping.version}, Resource=${mapping.resource}`;
		throw new CommandError(
			`cannot autoscale a ${mapping.kind}: could not find scale subresource for ${resource} in discovery information`,
		);
	}
	const draft = draftOf(flags, info.name, mapping, metrics, explicit ? namespace : undefined);
	yield* createAutoscaler(invocation, withRecordedCause(kubectl, draft), namespace, dryRun);
}

function checkFlags(flags: AutoscaleInvocation['flags']): Metric[] {
	if (flags.max < 1) throw new CommandError(`--max=MAXPODS is required and must be at least 1, max: ${flags.max}`);
	if (flags.max < flags.min) {
		throw new CommandError(
			`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${flags.max}, min: ${flags.min}`,
		);
	}
	const percent = flags['cpu-percent'];
	if (percent > 0 && flags.cpu !== '') throw new CommandError('--cpu-percent and --cpu are mutually exclusive');
	const metrics: Metric[] = [];
	const add = (name: string, target: Target): void => {
		metrics.push({ type: 'Resource', resource: { name, target } });
	};
	if (percent > 0) add('cpu', { type: 'Utilization', averageUtilization: percent });
	if (flags.cpu !== '') add('cpu', parseTarget(flags.cpu, 'cpu', 'm'));
	if (flags.memory !== '') add('memory', parseTarget(flags.memory, 'memory', 'Mi'));
	return metrics;
}

/** "70%", "500m", or a bare number in the resource's usual unit. Models autoscale parseResourceInput. */
function parseTarget(text: string, resource: string, unit: string): Target {
	const input = text.trim();
	if (input === '') throw new CommandError('empty input');
	if (input.endsWith('%')) {
		const number = input.slice(0, -1);
		if (!/^\+?\d{1,10}$/.test(number)) throw new CommandError(`invalid percentage value: ${number}`);
		return { type: 'Utilization', averageUtilization: Number(number) };
	}
	const bare = /^[-+]?(\d+(?:\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(input);
	const quantity = canonicalQuantity(bare ? `${Number(input)}${unit}` : input);
	if (quantity === undefined) throw new CommandError(`invalid resource ${resource} value: ${input}`);
	return { type: 'AverageValue', averageValue: quantity };
}

function draftOf(
	flags: AutoscaleInvocation['flags'],
	target: string,
	mapping: Mapping,
	metrics: readonly Metric[],
	namespace: string | undefined,
): Draft {
	const apiVersion = mapping.group === '' ? mapping.version : `${mapping.group}/${mapping.version}`;
	return {
		kind: 'HorizontalPodAutoscaler',
		apiVersion: 'autoscaling/v2',
		metadata: { name: flags.name === '' ? target : flags.name, namespace },
		spec: {
			scaleTargetRef: { kind: mapping.kind, name: target, apiVersion },
			minReplicas: flags.min > 0 ? flags.min : undefined,
			maxReplicas: flags.max,
			metrics: metrics.length === 0 ? undefined : metrics,
		},
		status: { desiredReplicas: 0, currentMetrics: null },
	} as unknown as Draft;
}

function* createAutoscaler(
	{ kubectl, flags }: AutoscaleInvocation,
	draft: Draft,
	namespace: string,
	dryRun: DryRun,
): Task<void> {
	if (dryRun === 'client') {
		const printer = yield* printerOf(kubectl, flags, { operation: withDryRun('created', dryRun), typed: true });
		yield* printer.print(draft);
		return;
	}
	const client = yield* kubectl.client();
	const body = flags['save-config'] ? withLastApplied(draft) : draft;
	const path = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`;
	const query = writeQuery({ dryRun, fieldManager: flags['field-manager'] });
	const created = (yield* client.request({ method: 'POST', path, query, body })) as KubeObject;
	const printer = yield* printerOf(kubectl, flags, { operation: withDryRun('autoscaled', dryRun), typed: true });
	yield* printer.print(created as unknown as Printable);
}
