import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { string } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { completeOneOf } from '../completion/complete-resources.ts';
import type { Draft } from '../create/generator.ts';
import { withLastApplied } from '../create/generator.ts';
import { CommandError } from '../errors.ts';
import {
	exposedPorts,
	exposedProtocols,
	labelsText,
	refuseUnexposable,
	selectorText,
} from '../expose/exposed-object.ts';
import { serviceDraft } from '../expose/service-draft.ts';
import { applyOverrides, OVERRIDE_FLAGS } from '../overrides.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable, Printer } from '../printing/printer.ts';
import type { ResourceInfo } from '../resources.ts';
import { visitResources } from '../resources.ts';
import { resourcePath } from '../rest-mapper.ts';
import { labelsOf } from '../run/run-values.ts';
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

const NAME_LENGTH_MAX = 63;

const EXPOSE_FLAGS = {
	...PRINT_FLAGS,
	...OVERRIDE_FLAGS,
	...filenameFlags(`${FILENAME_USAGE} identifying the resource to expose a service`),
	'cluster-ip': string(
		'',
		"ClusterIP to be assigned to the service. Leave empty to auto-allocate, or set to 'None' to create a headless service.",
	),
	'dry-run': DRY_RUN_FLAG,
	'external-ip': string(
		'',
		'Additional external IP address (not managed by Kubernetes) to accept for the service. If this IP is routed to a node, the service can be accessed by this IP in addition to its generated service IP.',
	),
	'field-manager': fieldManagerFlag('kubectl-expose'),
	labels: string('', 'Labels to apply to the service created by this call.', { shorthand: 'l' }),
	'load-balancer-ip': string(
		'',
		'IP to assign to the LoadBalancer. If empty, an ephemeral IP will be created and used (cloud-provider specific).',
	),
	name: string('', 'The name for the newly created object.'),
	port: string('', 'The port that the service should serve on. Copied from the resource being exposed, if unspecified'),
	protocol: string('', "The network protocol for the service to be created. Default is 'TCP'."),
	'save-config': SAVE_CONFIG_FLAG,
	selector: string(
		'',
		'A label selector to use for this service. Only equality-based selector requirements are supported. If empty (the default) infer the selector from the resource being exposed.',
	),
	'session-affinity': string(
		'',
		"If non-empty, set the session affinity for the service to this; legal values: 'None', 'ClientIP'",
	),
	'target-port': string(
		'',
		'Name or number for the port on the container that the service should direct traffic to. Optional.',
	),
	type: string(
		'',
		"Type for this service: ClusterIP, NodePort, LoadBalancer, or ExternalName. Default is 'ClusterIP'.",
	),
} as const;

type ExposeInvocation = Invocation<typeof EXPOSE_FLAGS>;

export const expose = defineCommand({
	name: 'expose',
	use: 'expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
	short: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
	long: `Expose a resource as a new Kubernetes service.

 Looks up a deployment, service, replica set, replication controller or pod by name and uses the selector for that resource as the selector for a new service on the specified port. A deployment or replica set will be exposed as a service only if its selector is convertible to a selector that service supports, i.e. when the selector contains only the matchLabels component. Note that if no port is specified via --port and the exposed resource has multiple ports, all will be re-used by the new service. Also if no labels are specified, the new service will re-use the labels from the resource it exposes.

 Possible resources include (case insensitive):

 pod (po), service (svc), replicationcontroller (rc), deployment (deploy), replicaset (rs)`,
	examples: `
# The replicated nginx on port 80, its containers' port 8000
kubectl expose rc nginx --port=80 --target-port=8000

# What a file names
kubectl expose -f nginx-controller.yaml --port=80 --target-port=8000

# The pod valid-pod on port 444 with the name "frontend"
kubectl expose pod valid-pod --port=444 --name=frontend

# A second service for the same pods
kubectl expose service nginx --port=443 --target-port=8443 --name=nginx-https

# A streaming application on port 4100 over UDP
kubectl expose rc streamer --port=4100 --protocol=UDP --name=video-stream

# The replica set nginx
kubectl expose rs nginx --port=80 --target-port=8000

# The deployment nginx
kubectl expose deployment nginx --port=80 --target-port=8000`,
	flags: EXPOSE_FLAGS,
	completeArgs: completeOneOf(['pod', 'service', 'replicationcontroller', 'deployment', 'replicaset']),
	*run(invocation) {
		const { kubectl, flags, args } = invocation;
		const dryRun = dryRunOf(flags['dry-run']);
		const printer = yield* printerOf(kubectl, flags, {
			operation: withDryRun('exposed', dryRun),
			typed: dryRun === 'client',
		});
		const { namespace, explicit } = yield* kubectl.namespace();
		const request = {
			args,
			files: filenamesOf(flags),
			namespace,
			requireNamespace: explicit,
			continueOnError: true,
			flatten: true,
		};
		yield* visitResources(kubectl, request, (info) => exposeOne(invocation, info, { namespace, explicit }, printer));
	},
});

function* exposeOne(
	{ kubectl, flags }: ExposeInvocation,
	info: ResourceInfo,
	{ namespace, explicit }: { readonly namespace: string; readonly explicit: boolean },
	printer: Printer,
): Task<void> {
	const dryRun = dryRunOf(flags['dry-run']);
	const object = info.object as KubeObject;
	if (info.mapping === undefined) throw new Error('assertion failed: exposing needs a mapping');
	refuseUnexposable(info.mapping.group, info.mapping.kind);
	const draft = applyOverrides(draftFor(object, info.name, flags), flags);
	if (dryRun === 'client') {
		yield* printer.print(explicit ? { ...draft, metadata: { ...draft.metadata, namespace } } : draft);
		return;
	}
	const client = yield* kubectl.client();
	const body = flags['save-config'] ? withLastApplied(draft) : draft;
	const path = resourcePath({ group: '', version: 'v1', resource: 'services', namespaced: true }, namespace);
	const query = writeQuery({ dryRun, fieldManager: flags['field-manager'] });
	yield* printer.print((yield* client.request({ method: 'POST', path, query, body })) as Printable);
}

interface ExposeValues {
	readonly selector: string;
	readonly port: string;
	readonly protocol: string;
	readonly labels: string;
	readonly name: string;
	readonly type: string;
	readonly 'cluster-ip': string;
	readonly 'external-ip': string;
	readonly 'load-balancer-ip': string;
	readonly 'session-affinity': string;
	readonly 'target-port': string;
}

function draftFor(object: KubeObject, name: string, flags: ExposeValues): Draft {
	let { selector, port } = flags;
	if (selector === '')
		selector = found(() => selectorText(object), "couldn't retrieve selectors via --selector flag or introspection");
	if (port === '') {
		const ports = exposedPorts(object);
		if (ports.length === 0 && flags['cluster-ip'] !== 'None')
			throw new CommandError("couldn't find port via --port flag or introspection");
		port = ports.join(',');
	}
	if (selector === '') throw new CommandError('selector must be specified');
	const labels = flags.labels === '' ? labelsText(object.metadata.labels) : flags.labels;
	return serviceDraft({
		name: flags.name === '' ? name.slice(0, NAME_LENGTH_MAX) : flags.name,
		labels: labels === '' ? undefined : labelsOf(labels),
		selector: labelsOf(selector),
		ports: port,
		protocol: flags.protocol,
		protocols: exposedProtocols(object),
		targetPort: flags['target-port'],
		portName: '',
		type: flags.type,
		clusterIP: flags['cluster-ip'],
		externalIP: flags['external-ip'],
		loadBalancerIP: flags['load-balancer-ip'],
		sessionAffinity: flags['session-affinity'],
	});
}

function found(look: () => string, head: string): string {
	try {
		return look();
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`${head}: ${error.message}`);
	}
}
