import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, string, stringArray } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import type { Draft } from '../create/generator.ts';
import { withLastApplied } from '../create/generator.ts';
import { CommandError, isUserError, messageOf } from '../errors.ts';
import { serviceDraft } from '../expose/service-draft.ts';
import type { Kubectl } from '../kubectl.ts';
import { applyOverrides, OVERRIDE_FLAGS } from '../overrides.ts';
import { parsePairs } from '../parse-pairs.ts';
import type { PodLike } from '../pods/pod.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable, Printer } from '../printing/printer.ts';
import { runAttached } from '../run/run-attached.ts';
import { envVarsOf, imageComplaint, labelsOf } from '../run/run-values.ts';
import type { DryRun } from '../shared-flags.ts';
import { DRY_RUN_FLAG, dryRunOf, fieldManagerFlag, SAVE_CONFIG_FLAG, withDryRun, writeQuery } from '../shared-flags.ts';
import { checkCascade, deletionFlags } from './delete.ts';
import { runningTimeoutFlag } from './exec.ts';

const RUN_FLAGS = {
	...deletionFlags('to use to replace the resource.', false),
	...PRINT_FLAGS,
	...OVERRIDE_FLAGS,
	annotations: stringArray('Annotations to apply to the pod.'),
	attach: bool(
		false,
		"If true, wait for the Pod to start running, and then attach to the Pod as if 'kubectl attach ...' were called.  Default false, unless '-i/--stdin' is set, in which case the default is true. With '--restart=Never' the exit code of the container process is returned.",
	),
	command: bool(
		false,
		"If true and extra arguments are present, use them as the 'command' field in the container, rather than the 'args' field which is the default.",
	),
	'dry-run': DRY_RUN_FLAG,
	env: stringArray('Environment variables to set in the container.'),
	expose: bool(false, 'If true, create a ClusterIP service associated with the pod.  Requires `--port`.'),
	'field-manager': fieldManagerFlag('kubectl-run'),
	image: string('', 'The image for the container to run.', { required: true }),
	'image-pull-policy': string(
		'',
		'The image pull policy for the container.  If left empty, this value will not be specified by the client and defaulted by the server.',
	),
	labels: string('', 'Comma separated labels to apply to the pod. Will override previous values.', { shorthand: 'l' }),
	'leave-stdin-open': bool(
		false,
		'If the pod is started in interactive mode or with stdin, leave stdin open after the first attach completes. By default, stdin will be closed after the first attach completes.',
	),
	'pod-running-timeout': runningTimeoutFlag(60_000),
	port: string('', 'The port that this container exposes.'),
	privileged: bool(false, 'If true, run the container in privileged mode.'),
	quiet: bool(false, 'If true, suppress prompt messages.', { shorthand: 'q' }),
	restart: string('Always', 'The restart policy for this Pod.  Legal values [Always, OnFailure, Never].'),
	rm: bool(
		false,
		"If true, delete the pod after it exits.  Only valid when attaching to the container, e.g. with '--attach' or with '-i/--stdin'.",
	),
	'save-config': SAVE_CONFIG_FLAG,
	stdin: bool(false, 'Keep stdin open on the container in the pod, even if nothing is attached.', { shorthand: 'i' }),
	tty: bool(false, 'Allocate a TTY for the container in the pod.', { shorthand: 't' }),
} as const;

export type RunInvocation = Invocation<typeof RUN_FLAGS>;

export const run = defineCommand({
	name: 'run',
	use: 'run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
	short: 'Run a particular image on the cluster',
	long: 'Create and run a particular image in a pod.',
	examples: `
# A pod that runs nginx
kubectl run nginx --image=nginx

# hazelcast with its container port 5701
kubectl run hazelcast --image=hazelcast/hazelcast --port=5701

# With environment variables
kubectl run hazelcast --image=hazelcast/hazelcast --env="DNS_DOMAIN=cluster" --env="POD_NAMESPACE=default"

# With labels
kubectl run hazelcast --image=hazelcast/hazelcast --labels="app=hazelcast,env=prod"

# Only show what would be created
kubectl run nginx --image=nginx --dry-run=client

# With parts of the spec from JSON
kubectl run nginx --image=nginx --overrides='{ "apiVersion": "v1", "spec": { ... } }'

# busybox in the foreground, not restarted
kubectl run -i -t busybox --image=busybox --restart=Never

# The image's own command with other arguments
kubectl run nginx --image=nginx -- <arg1> <arg2> ... <argN>

# Another command and its arguments
kubectl run nginx --image=nginx --command -- <cmd> <arg1> ... <argN>`,
	flags: RUN_FLAGS,
	*run(invocation) {
		const { kubectl, flags, args, dashAt } = invocation;
		yield* checkCascade(kubectl, flags.cascade);
		const dryRun = dryRunOf(flags['dry-run']);
		const attaches = invocation.changed('attach') ? flags.attach : flags.stdin;
		const printer = yield* printerOf(kubectl, flags, { operation: withDryRun('created', dryRun), typed: true });
		if (args.length === 0 || dashAt === 0) invocation.usageError('NAME is required for run');
		validateRun(invocation, attaches, dryRun);
		const { namespace, explicit } = yield* kubectl.namespace();
		const name = args[0] as string;
		const draft = applyOverrides(podDraft(invocation, name), flags);
		const pod = yield* createDraft(invocation, draft, 'pods', namespace, explicit, dryRun);
		const created: { resource: string; object: Printable }[] = [{ resource: 'pods', object: pod }];
		let failure: Error | undefined;
		if (flags.expose) {
			try {
				created.push({
					resource: 'services',
					object: yield* createService(invocation, name, namespace, explicit, dryRun, printer),
				});
			} catch (error) {
				if (!isUserError(error)) throw error;
				failure = error;
			}
		}
		if (attaches) {
			try {
				yield* runAttached(kubectl, pod as unknown as PodLike, flags);
			} finally {
				if (flags.rm) yield* removeCreated(kubectl, created, flags.quiet);
			}
			return;
		}
		yield* printer.print(pod);
		if (failure !== undefined) throw failure;
	},
});

function validateRun(invocation: RunInvocation, attaches: boolean, dryRun: DryRun): void {
	const { flags } = invocation;
	if (flags['pod-running-timeout'] <= 0) invocation.usageError('--pod-running-timeout must be higher than zero');
	if (flags.image === '') throw new CommandError('--image is required');
	const complaint = imageComplaint(flags.image);
	if (complaint !== undefined) throw new CommandError(complaint);
	if (flags.tty && !flags.stdin) invocation.usageError('-i/--stdin is required for containers with -t/--tty=true');
	if (flags.expose && flags.port === '') invocation.usageError('--port must be set when exposing a service');
	if (!['', 'Always', 'OnFailure', 'Never'].includes(flags.restart))
		invocation.usageError(`invalid restart policy: ${flags.restart}`);
	if (!attaches && flags.rm) invocation.usageError('--rm should only be used for attached containers');
	if (attaches && dryRun !== 'none') {
		invocation.usageError(
			"--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
		);
	}
	if (!['', 'Always', 'IfNotPresent', 'Never'].includes(flags['image-pull-policy'])) {
		invocation.usageError(`invalid image pull policy: ${flags['image-pull-policy']}`);
	}
}

/** Models kubectl/pkg/generate/versioned BasicPod. */
function podDraft({ flags, args }: RunInvocation, name: string): Draft {
	const words = args.slice(1);
	const annotations = parsePairs(flags.annotations, 'annotations', false).pairs;
	if (flags.port !== '' && !/^[-+]?[0-9]+$/.test(flags.port)) {
		throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(flags.port)}: invalid syntax`);
	}
	const container = {
		name,
		image: flags.image,
		command: flags.command && words.length > 0 ? words : undefined,
		args: !flags.command && words.length > 0 ? words : undefined,
		ports: flags.port === '' ? undefined : [{ containerPort: Number(flags.port) }],
		env: envVarsOf(flags.env),
		resources: {},
		imagePullPolicy: flags['image-pull-policy'] === '' ? undefined : flags['image-pull-policy'],
		securityContext: flags.privileged ? { privileged: true } : undefined,
		stdin: flags.stdin || undefined,
		stdinOnce: (flags.stdin && !flags['leave-stdin-open']) || undefined,
		tty: flags.tty || undefined,
	};
	return {
		kind: 'Pod',
		apiVersion: 'v1',
		metadata: {
			name,
			labels: flags.labels === '' ? { run: name } : labelsOf(flags.labels),
			annotations: annotations.size === 0 ? undefined : Object.fromEntries(annotations),
		},
		spec: {
			containers: [container],
			restartPolicy: flags.restart === '' ? 'Always' : flags.restart,
			dnsPolicy: 'ClusterFirst',
		},
		status: {},
	};
}

function* createDraft(
	{ kubectl, flags }: RunInvocation,
	draft: Draft,
	resource: 'pods' | 'services',
	namespace: string,
	explicit: boolean,
	dryRun: DryRun,
): Task<Printable> {
	// The real one asks what the server serves even when it will not send anything.
	yield* kubectl.mapper(1);
	if (dryRun === 'client') return explicit ? { ...draft, metadata: { ...draft.metadata, namespace } } : draft;
	const body = flags['save-config'] ? withLastApplied(draft) : draft;
	const client = yield* kubectl.client();
	const query = writeQuery({ dryRun, fieldManager: flags['field-manager'] });
	const created = (yield* client.request({
		method: 'POST',
		path: `/api/v1/namespaces/${namespace}/${resource}`,
		query,
		body,
	})) as KubeObject;
	return { kind: draft.kind, apiVersion: draft.apiVersion, ...(created as unknown as Printable) };
}

function* createService(
	invocation: RunInvocation,
	name: string,
	namespace: string,
	explicit: boolean,
	dryRun: DryRun,
	printer: Printer,
): Task<Printable> {
	const { flags, kubectl } = invocation;
	const draft = serviceDraft({
		name,
		labels: flags.labels === '' ? undefined : labelsOf(flags.labels),
		selector: flags.labels === '' ? { run: name } : labelsOf(flags.labels),
		ports: flags.port,
		protocol: '',
		targetPort: '',
		portName: '',
		type: '',
		clusterIP: '',
		externalIP: '',
		loadBalancerIP: '',
		sessionAffinity: '',
	});
	const service = yield* createDraft(invocation, draft, 'services', namespace, explicit, dryRun);
	yield* printer.print(service);
	if (flags.output === 'yaml') yield* kubectl.io.out('---\n');
	return service;
}

/** `--rm`: what was created goes when the session has ended. */
function* removeCreated(
	kubectl: Kubectl,
	created: readonly { resource: string; object: Printable }[],
	quiet: boolean,
): Task<void> {
	const client = yield* kubectl.client();
	for (const { resource, object } of created) {
		const { name, namespace } = object.metadata as { name: string; namespace: string };
		try {
			const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' };
			yield* client.request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}/${resource}/${name}`, body });
			if (!quiet)
				yield* kubectl.io.out(`${String(object.kind).toLowerCase()} "${name}" deleted from ${namespace} namespace\n`);
		} catch (error) {
			if (!isUserError(error)) throw error;
			if (!messageOf(error).includes('not found')) throw error;
		}
	}
}
