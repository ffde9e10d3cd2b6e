import type { KubeObject } from '../../../machinery/meta.ts';
import { clusterInfoDump } from '../cluster-info/dump.ts';
import { defineCommand } from '../command.ts';
import { isUserError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { collectResources } from '../resources.ts';

interface ServiceLike extends KubeObject {
	readonly spec: { readonly ports?: readonly { readonly name?: string; readonly port: number }[] };
	readonly status?: {
		readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] };
	};
}

export const clusterInfo = defineCommand({
	name: 'cluster-info',
	use: 'cluster-info',
	short: 'Display cluster information',
	long: "Display addresses of the control plane and services with label kubernetes.io/cluster-service=true. To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.",
	examples: `
# Where the control plane and the cluster's own services are
kubectl cluster-info`,
	flagsInUseLine: true,
	flags: {},
	subcommands: [clusterInfoDump],
	*run({ kubectl }) {
		const { server } = yield* kubectl.clientConfig();
		const { infos, error } = yield* collectServices(kubectl);
		if (error === undefined) {
			yield* kubectl.io.out(`Kubernetes control plane is running at ${server}\n`);
			for (const { object } of infos) yield* kubectl.io.out(serviceLine(object as ServiceLike, server));
		}
		yield* kubectl.io.out("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
		if (error !== undefined) throw error;
	},
});

function* collectServices(kubectl: Kubectl) {
	const namespace = kubectl.globals.namespace === '' ? 'kube-system' : kubectl.globals.namespace;
	try {
		return yield* collectResources(kubectl, {
			args: ['services'],
			namespace,
			allowEmptyName: true,
			selector: 'kubernetes.io/cluster-service=true',
			flatten: true,
		});
	} catch (error) {
		if (!isUserError(error)) throw error;
		return { infos: [], error, single: false };
	}
}

/** Models clusterinfo's Run: the load balancer's addresses, else the API server's proxy to the first port. */
function serviceLine(service: ServiceLike, server: string): string {
	const { name, namespace, labels } = service.metadata;
	const shown = labels?.['kubernetes.io/name'] ?? name;
	const ports = service.spec.ports ?? [];
	const ingress = service.status?.loadBalancer?.ingress?.[0];
	if (ingress !== undefined) {
		const address = ingress.ip ?? ingress.hostname ?? '';
		return `${shown} is running at ${ports.map(({ port }) => `http://${address}:${port} `).join('')}\n`;
	}
	const first = ports[0];
	let target = name;
	if (first !== undefined) {
		const portName = first.name ?? '';
		if (portName === 'https' || first.port === 443) target = `https:${name}:${portName}`;
		else if (portName !== '') target = `${name}:${portName}`;
	}
	return `${shown} is running at ${server}/api/v1/namespaces/${namespace}/services/${target}/proxy\n`;
}
