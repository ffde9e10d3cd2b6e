import { dns1123Subdomain, portName, portNumber } from '../../../machinery/names.ts';
import { int, string, stringSlice } from '../../flags.ts';
import { CommandError } from '../errors.ts';
import type { Draft } from './generator.ts';
import { defineGenerator } from './generator.ts';

const SERVICES = { group: '', version: 'v1', resource: 'services', namespaced: true } as const;
const TCP_FLAG = stringSlice("Port pairs can be specified as '<port>:<targetPort>'.");

interface ServiceValues {
	readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
	readonly tcp: readonly string[];
	readonly clusterIP?: string;
	readonly nodePort?: number;
	readonly externalName?: string;
}

function checkService({ type, tcp, clusterIP, externalName }: ServiceValues): void {
	if (clusterIP === 'None' && type !== 'ClusterIP')
		throw new CommandError('ClusterIP=None can only be used with ClusterIP service type');
	if (clusterIP !== 'None' && tcp.length === 0 && type !== 'ExternalName')
		throw new CommandError('at least one tcp port specifier must be provided');
	if (type === 'ExternalName' && dns1123Subdomain(externalName ?? '').length > 0) {
		throw new CommandError(`invalid service external name ${externalName}`);
	}
}

function serviceDraft(name: string, namespace: string | undefined, values: ServiceValues): Draft {
	const ports = values.tcp.map((text) => ({
		name: text.replaceAll(':', '-'),
		protocol: 'TCP',
		...portsOf(text),
		nodePort: (values.nodePort ?? 0) === 0 ? undefined : values.nodePort,
	}));
	return {
		kind: 'Service',
		apiVersion: 'v1',
		metadata: { name, namespace, labels: { app: name } },
		spec: {
			ports: ports.length === 0 ? undefined : ports,
			selector: { app: name },
			clusterIP: values.clusterIP === '' ? undefined : values.clusterIP,
			type: values.type,
			externalName: values.externalName,
		},
		status: { loadBalancer: {} },
	};
}

/** "80", "80:8080" or "80:name". Models create_service.go parsePorts. */
function portsOf(text: string): { port: number; targetPort: number | string } {
	const [first, second] = text.split(':') as [string, string?];
	const port = strictPort(first);
	if (second === undefined) return { port, targetPort: port };
	if (/^[-+]?[0-9]+$/.test(second)) {
		const complaints = portNumber(Number(second));
		if (complaints.length > 0) throw new CommandError(complaints.join(','));
		return { port, targetPort: Number(second) };
	}
	const complaints = portName(second);
	if (complaints.length > 0) throw new CommandError(complaints.join(','));
	return { port, targetPort: second };
}

function strictPort(text: string): number {
	if (!/^[-+]?[0-9]+$/.test(text))
		throw new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
	const value = Number(text);
	if (value < 0) throw new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
	if (value > 65535) throw new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(text)}: value out of range`);
	return value;
}

export const createClusterIpService = defineGenerator({
	name: 'clusterip',
	use: 'clusterip NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]',
	short: 'Create a ClusterIP service',
	long: 'Create a ClusterIP service with the specified name.',
	examples: `
# A ClusterIP service my-cs
kubectl create service clusterip my-cs --tcp=5678:8080

# A headless one
kubectl create service clusterip my-cs --clusterip="None"`,
	flags: {
		clusterip: string('', "Assign your own ClusterIP or set to 'None' for a 'headless' service (no loadbalancing)."),
		tcp: TCP_FLAG,
	},
	resource: SERVICES,
	failure: 'failed to create ClusterIP service',
	validate: ({ invocation: { flags } }) =>
		checkService({ type: 'ClusterIP', tcp: flags.tcp, clusterIP: flags.clusterip }),
	build: ({ invocation: { flags }, name, namespace }) =>
		serviceDraft(name, namespace, { type: 'ClusterIP', tcp: flags.tcp, clusterIP: flags.clusterip }),
});

export const createNodePortService = defineGenerator({
	name: 'nodeport',
	use: 'nodeport NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
	short: 'Create a NodePort service',
	long: 'Create a NodePort service with the specified name.',
	examples: `
# A NodePort service my-ns
kubectl create service nodeport my-ns --tcp=5678:8080`,
	flags: { 'node-port': int(0, 'Port used to expose the service on each node in a cluster.'), tcp: TCP_FLAG },
	resource: SERVICES,
	failure: 'failed to create NodePort service',
	validate: ({ invocation: { flags } }) => checkService({ type: 'NodePort', tcp: flags.tcp }),
	build: ({ invocation: { flags }, name, namespace }) =>
		serviceDraft(name, namespace, { type: 'NodePort', tcp: flags.tcp, nodePort: flags['node-port'] }),
});

export const createLoadBalancerService = defineGenerator({
	name: 'loadbalancer',
	use: 'loadbalancer NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
	short: 'Create a LoadBalancer service',
	long: 'Create a LoadBalancer service with the specified name.',
	examples: `
# A LoadBalancer service my-lbs
kubectl create service loadbalancer my-lbs --tcp=5678:8080`,
	flags: { tcp: TCP_FLAG },
	resource: SERVICES,
	failure: 'failed to create LoadBalancer service',
	validate: ({ invocation: { flags } }) => checkService({ type: 'LoadBalancer', tcp: flags.tcp }),
	build: ({ invocation: { flags }, name, namespace }) =>
		serviceDraft(name, namespace, { type: 'LoadBalancer', tcp: flags.tcp }),
});

export const createExternalNameService = defineGenerator({
	name: 'externalname',
	use: 'externalname NAME --external-name external.name [--dry-run=server|client|none]',
	short: 'Create an ExternalName service',
	long: `Create an ExternalName service with the specified name.

 Such a service is an alias in DNS: it points at a name outside of the cluster instead of at Pods.`,
	examples: `
# An ExternalName service my-ns
kubectl create service externalname my-ns --external-name bar.com`,
	flags: { 'external-name': string('', 'External name of service', { required: true }), tcp: TCP_FLAG },
	resource: SERVICES,
	failure: 'failed to create ExternalName service',
	validate: ({ invocation: { flags } }) =>
		checkService({ type: 'ExternalName', tcp: flags.tcp, externalName: flags['external-name'] }),
	build: ({ invocation: { flags }, name, namespace }) =>
		serviceDraft(name, namespace, { type: 'ExternalName', tcp: flags.tcp, externalName: flags['external-name'] }),
});
