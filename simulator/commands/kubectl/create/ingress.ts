import { string, stringArray } from '../../flags.ts';
import { CommandError } from '../errors.ts';
import type { Draft } from './generator.ts';
import { defineGenerator } from './generator.ts';

/** host/path=service:port[,tls[=secret]] */
const RULE = /^[\w*\-.]*\/.*=[\w-]+:[\w-]+(,tls=?([\w-]+)?)?/;

export const createIngress = defineGenerator({
	name: 'ingress',
	aliases: ['ing'],
	use: 'ingress NAME --rule=host/path=service:port[,tls[=secret]] ',
	short: 'Create an ingress with the specified name',
	long: 'Create an ingress with the specified name.',
	examples: `
# Requests to foo.com/bar go to svc1:8080, with a TLS secret "my-cert"
kubectl create ingress simple --rule="foo.com/bar=svc1:8080,tls=my-cert"

# Every path goes to svc:port, with an ingress class
kubectl create ingress catch-all --class=otheringress --rule="/path=svc:port"

# Annotations
kubectl create ingress annotated --class=default --rule="foo.com/bar=svc:port" --annotation ingress.annotation1=foo --annotation ingress.annotation2=bla

# Several paths of one host
kubectl create ingress multipath --class=default --rule="foo.com/=svc:port" --rule="foo.com/admin/=svcadmin:portadmin"

# Prefixes
kubectl create ingress ingress1 --class=default --rule="foo.com/path*=svc:8080" --rule="bar.com/admin*=svc2:http"

# TLS with the controller's default certificate
kubectl create ingress ingtls --class=default --rule="foo.com/=svc:https,tls" --rule="foo.com/path/subpath*=othersvc:8080"

# A default backend
kubectl create ingress ingdefault --class=default --default-backend=defaultsvc:http --rule="foo.com/*=svc:8080,tls=secret1"`,
	flags: {
		annotation: stringArray('Annotation to insert in the ingress object, in the format annotation=value'),
		class: string('', 'Ingress Class to be used'),
		'default-backend': string('', 'Default service for backend, in format of svcname:port'),
		rule: stringArray(
			"Rule in format host/path=service:port[,tls=secretname]. Paths containing the leading character '*' are considered pathType=Prefix. tls argument is optional.",
		),
	},
	resource: { group: 'networking.k8s.io', version: 'v1', resource: 'ingresses', namespaced: true },
	failure: 'failed to create ingress',
	validate({ invocation: { flags } }) {
		if (flags['default-backend'] === '' && flags.rule.length === 0) {
			throw new CommandError(
				'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
			);
		}
		for (const rule of flags.rule) {
			if (!RULE.test(rule))
				throw new CommandError(
					`rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`,
				);
		}
		for (const annotation of flags.annotation) {
			if (!annotation.includes('='))
				throw new CommandError(`annotation ${annotation} is invalid and should be in format key=[value]`);
		}
		if (flags['default-backend'] !== '' && flags['default-backend'].split(':').length !== 2) {
			throw new CommandError('default-backend should be in format servicename:serviceport');
		}
	},
	build({ invocation: { flags }, name, namespace }): Draft {
		const annotations = Object.fromEntries(
			flags.annotation.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
		);
		const tls = tlsOf(flags.rule);
		const rules = rulesOf(flags.rule);
		return {
			kind: 'Ingress',
			apiVersion: 'networking.k8s.io/v1',
			metadata: { name, namespace, annotations: flags.annotation.length === 0 ? undefined : annotations },
			spec: {
				ingressClassName: flags.class === '' ? undefined : flags.class,
				defaultBackend: flags['default-backend'] === '' ? undefined : backendOf(flags['default-backend']),
				tls: tls.length === 0 ? undefined : tls,
				rules: rules.length === 0 ? undefined : rules,
			},
			status: { loadBalancer: {} },
		};
	},
});

interface IngressTls {
	hosts?: string[];
	secretName?: string;
}

function tlsOf(rules: readonly string[]): IngressTls[] {
	const list: IngressTls[] = [];
	const seen = new Set<string>();
	for (const rule of rules) {
		const parts = rule.split(',');
		const host = rule.slice(0, rule.indexOf('/'));
		if (parts.length !== 2 || seen.has(host)) continue;
		seen.add(host);
		const secret = (parts[1] as string).split('=')[1] ?? '';
		const same = list.find((each) => (each.secretName ?? '') === secret);
		if (same !== undefined) {
			same.hosts = [...(same.hosts ?? []), host];
			continue;
		}
		if (host === '' && secret === '') continue;
		list.push({ ...(host === '' ? {} : { hosts: [host] }), ...(secret === '' ? {} : { secretName: secret }) });
	}
	return list;
}

interface IngressRule {
	readonly host?: string;
	readonly http: { readonly paths: object[] };
}

function rulesOf(rules: readonly string[]): IngressRule[] {
	const list: IngressRule[] = [];
	for (const rule of rules) {
		const bare = rule.split(',')[0] as string;
		const host = bare.slice(0, bare.indexOf('/'));
		const [path, service] = bare.slice(bare.indexOf('/') + 1).split('=') as [string, string];
		const prefix = path.endsWith('*');
		const entry = {
			path: `/${prefix ? path.slice(0, -1) : path}`,
			pathType: prefix ? 'Prefix' : 'Exact',
			backend: backendOf(service),
		};
		const same = list.find((each) => (each.host ?? '') === host);
		if (same !== undefined) same.http.paths.push(entry);
		else list.push({ ...(host === '' ? {} : { host }), http: { paths: [entry] } });
	}
	return list;
}

function backendOf(text: string): object {
	const [name, port] = text.split(':') as [string, string];
	return { service: { name, port: /^[0-9]+$/.test(port) ? { number: Number(port) } : { name: port } } };
}
