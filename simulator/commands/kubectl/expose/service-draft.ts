import type { Draft } from '../create/generator.ts';
import { CommandError } from '../errors.ts';

export interface ServiceValues {
	readonly name: string;
	readonly labels: { readonly [key: string]: string } | undefined;
	readonly selector: { readonly [key: string]: string };
	/** "80" or "80,443". */
	readonly ports: string;
	readonly protocol: string;
	/** Protocols of the ports of what is exposed. */
	readonly protocols?: ReadonlyMap<string, readonly string[]>;
	readonly targetPort: string;
	readonly portName: string;
	readonly type: string;
	readonly clusterIP: string;
	readonly externalIP: string;
	readonly loadBalancerIP: string;
	readonly sessionAffinity: string;
}

interface Port {
	readonly name: string | undefined;
	readonly protocol: string;
	readonly port: number;
	readonly targetPort: number | string;
}

/** The Service that `expose` and `run --expose` make. Models ExposeServiceOptions.createService. */
export function serviceDraft(values: ServiceValues): Draft {
	if (!['', 'None', 'ClientIP'].includes(values.sessionAffinity))
		throw new CommandError(`unknown session affinity: ${values.sessionAffinity}`);
	const ports = values.ports === '' ? [] : portsOf(values);
	return {
		kind: 'Service',
		apiVersion: 'v1',
		metadata: { name: values.name, labels: values.labels },
		spec: {
			ports: ports.length === 0 ? undefined : ports,
			selector: values.selector,
			clusterIP: values.clusterIP === '' ? undefined : values.clusterIP,
			type: values.type === '' ? undefined : values.type,
			externalIPs: values.externalIP === '' ? undefined : [values.externalIP],
			sessionAffinity: values.sessionAffinity === '' ? undefined : values.sessionAffinity,
			loadBalancerIP:
				values.type === 'LoadBalancer' && values.loadBalancerIP !== '' ? values.loadBalancerIP : undefined,
		},
		status: { loadBalancer: {} },
	};
}

function portsOf(values: ServiceValues): Port[] {
	const texts = values.ports.split(',');
	const ports: Port[] = [];
	for (const [index, text] of texts.entries()) {
		if (!/^[-+]?[0-9]+$/.test(text))
			throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
		const port = Number(text);
		const targetPort =
			values.targetPort === ''
				? port
				: /^[-+]?[0-9]+$/.test(values.targetPort)
					? Number(values.targetPort)
					: values.targetPort;
		const name = texts.length > 1 ? `port-${index + 1}` : values.portName === '' ? undefined : values.portName;
		const exposed = values.protocols?.get(text);
		if (values.protocol === '' && exposed !== undefined && exposed.length > 1) {
			for (const protocol of exposed)
				ports.push({ name: `port-${index + 1}-${protocol.toLowerCase()}`, protocol, port, targetPort });
			continue;
		}
		ports.push({
			name,
			protocol: values.protocol !== '' ? values.protocol : (exposed?.[0] ?? 'TCP'),
			port,
			targetPort,
		});
	}
	return ports;
}
