import { addressIn } from '../../../hosts/kubeadm/cluster-configuration.ts';
import { createAuthority, issue, type KeyPair, type LeafTemplate } from '../../../hosts/pki/certificate-authority.ts';
import type { Task } from '../../../machinery/task.ts';
import { readCertificates } from '../../../machinery/x509/certificate.ts';
import { readPrivateKey } from '../../../machinery/x509/private-key.ts';
import { publicKeyPem } from '../../../machinery/x509/rsa-key.ts';
import { putFile, textAt } from '../host-files.ts';
import { KubeadmError } from '../kubeadm-error.ts';
import type { Phase } from '../phases.ts';
import type { InitContext } from './init-context.ts';

interface Authority {
	readonly name: string;
	readonly commonName: string;
	readonly short: string;
}

interface Leaf {
	/** Its file below the folder of certificates; also how it is spoken of. */
	readonly name: string;
	readonly authority: string;
	readonly short: string;
	readonly template: (of: CertificateFacts) => LeafTemplate;
	/** Its names are told. */
	readonly isServing?: boolean;
}

/** What certificates' names follow from. */
export type CertificateFacts = Pick<InitContext, 'configuration' | 'node' | 'address'>;

const ADMINS = ['kubeadm:cluster-admins'];

/** In the order in which they are made. Models cmd/kubeadm/app/phases/certs/certlist.go. */
const AUTHORITIES: readonly Authority[] = [
	{
		name: 'ca',
		commonName: 'kubernetes',
		short: 'Generate the self-signed Kubernetes CA to provision identities for other Kubernetes components',
	},
	{
		name: 'front-proxy-ca',
		commonName: 'front-proxy-ca',
		short: 'Generate the self-signed CA to provision identities for front proxy',
	},
	{ name: 'etcd/ca', commonName: 'etcd-ca', short: 'Generate the self-signed CA to provision identities for etcd' },
];

const CLIENT = ['clientAuth'] as const;

export const LEAVES: readonly Leaf[] = [
	{
		name: 'apiserver',
		authority: 'ca',
		short: 'Generate the certificate for serving the Kubernetes API',
		isServing: true,
		template: apiServerNames,
	},
	{
		name: 'apiserver-kubelet-client',
		authority: 'ca',
		short: 'Generate the certificate for the API server to connect to kubelet',
		template: () => ({ commonName: 'kube-apiserver-kubelet-client', organizations: ADMINS, usages: CLIENT }),
	},
	{
		name: 'front-proxy-client',
		authority: 'front-proxy-ca',
		short: 'Generate the certificate for the front proxy client',
		template: () => ({ commonName: 'front-proxy-client', usages: CLIENT }),
	},
	{
		name: 'etcd/server',
		authority: 'etcd/ca',
		short: 'Generate the certificate for serving etcd',
		isServing: true,
		template: (of) => etcdNames(of, of.configuration.etcd.local.serverCertSANs),
	},
	{
		name: 'etcd/peer',
		authority: 'etcd/ca',
		short: 'Generate the certificate for etcd nodes to communicate with each other',
		isServing: true,
		template: (of) => etcdNames(of, of.configuration.etcd.local.peerCertSANs),
	},
	{
		name: 'etcd/healthcheck-client',
		authority: 'etcd/ca',
		short: 'Generate the certificate for liveness probes to healthcheck etcd',
		template: () => ({ commonName: 'kube-etcd-healthcheck-client', usages: CLIENT }),
	},
	{
		name: 'apiserver-etcd-client',
		authority: 'etcd/ca',
		short: 'Generate the certificate the apiserver uses to access etcd',
		template: () => ({ commonName: 'kube-apiserver-etcd-client', usages: CLIENT }),
	},
];

const isAddress = (name: string): boolean => /^[\d.]+$/.test(name) || name.includes(':');

/** Models util/pkiutil GetAPIServerAltNames. */
function apiServerNames({ configuration, node, address }: CertificateFacts): LeafTemplate {
	const { networking, apiServer, controlPlaneEndpoint } = configuration;
	const service = 'kubernetes.default.svc';
	const endpoint = controlPlaneEndpoint?.replace(/:\d+$/, '');
	const own = [
		node.name,
		'kubernetes',
		'kubernetes.default',
		service,
		`${service}.${networking.dnsDomain}`,
		addressIn(networking.serviceSubnet, 1),
		address,
	];
	return named(
		'kube-apiserver',
		[...own, ...(endpoint === undefined ? [] : [endpoint]), ...(apiServer.certSANs ?? [])],
		['serverAuth'],
	);
}

/** Models GetEtcdAltNames. */
function etcdNames({ node, address }: CertificateFacts, sans: readonly string[] = []): LeafTemplate {
	return named(node.name, [node.name, 'localhost', address, '127.0.0.1', '::1', ...sans], ['serverAuth', 'clientAuth']);
}

function named(commonName: string, names: readonly string[], usages: LeafTemplate['usages']): LeafTemplate {
	const own = [...new Set(names)];
	return {
		commonName,
		dnsNames: own.filter((name) => !isAddress(name)),
		ipAddresses: own.filter(isAddress),
		usages,
	};
}

/** The phase "certs". Models cmd/kubeadm/app/cmd/phases/init/certs.go. */
export const CERTIFICATE_PHASE: Phase<InitContext> = {
	name: 'certs',
	short: 'Certificate generation',
	run: ({ run, configuration }) =>
		run.out.write(`[certs] Using certificateDir folder ${JSON.stringify(configuration.certificatesDir)}\n`),
	parts: [
		...ordered().map((name): Phase<InitContext> => {
			const authority = AUTHORITIES.find((each) => each.name === name);
			const leaf = LEAVES.find((each) => each.name === name);
			const phaseName = name.replace('/', '-');
			if (authority !== undefined) {
				return { name: phaseName, short: authority.short, run: (context) => makeAuthority(context, authority) };
			}
			if (leaf === undefined) throw new Error(`assertion failed: no certificate ${name}`);
			return { name: phaseName, short: leaf.short, run: (context) => makeLeaf(context, leaf) };
		}),
		{
			name: 'sa',
			short: 'Generate a private key for signing service account tokens along with its public key',
			run: makeAccountKey,
		},
	],
};

/** Each authority before what it signs. */
function ordered(): string[] {
	return AUTHORITIES.flatMap(({ name }) => [
		name,
		...LEAVES.filter(({ authority }) => authority === name).map((leaf) => leaf.name),
	]);
}

function* readPair(context: InitContext, name: string): Task<KeyPair | 'without key' | undefined> {
	const base = `${context.configuration.certificatesDir}/${name}`;
	const pem = yield* textAt(context.run, `${base}.crt`);
	if (pem === undefined) return undefined;
	const [certificate] = readCertificates(pem);
	const key = readPrivateKey((yield* textAt(context.run, `${base}.key`)) ?? '');
	if (certificate === undefined) throw new KubeadmError(`couldn't load the certificate file ${base}.crt`);
	return key === undefined ? 'without key' : { certificate, certificatePem: pem, key };
}

function* writePair(context: InitContext, name: string, pair: KeyPair): Task<void> {
	if (context.isDryRun) return;
	const base = `${context.configuration.certificatesDir}/${name}`;
	yield* putFile(context.run, `${base}.crt`, pair.certificatePem, 0o644);
	yield* putFile(context.run, `${base}.key`, pair.key.privateKeyPem, 0o600);
}

function* makeAuthority(context: InitContext, { name, commonName }: Authority): Task<void> {
	const { out } = context.run;
	const found = yield* readPair(context, name);
	if (found !== undefined) {
		yield* out.write(`[certs] Using existing ${name} certificate authority\n`);
		return;
	}
	yield* out.write(`[certs] Generating ${JSON.stringify(name)} certificate and key\n`);
	const pair = createAuthority(context.pki, commonName);
	yield* writePair(context, name, pair);
	context.made.set(name, pair);
}

export function* authorityOf(context: InitContext, name: string): Task<KeyPair> {
	const found = context.made.get(name) ?? (yield* readPair(context, name));
	if (found !== undefined && found !== 'without key') return found;
	const base = `${context.configuration.certificatesDir}/${name}`;
	throw new KubeadmError(
		`couldn't load CA certificate ${name}: couldn't load the ${found === undefined ? `certificate file ${base}.crt: open ${base}.crt` : `private key file ${base}.key: open ${base}.key`}: no such file or directory`,
	);
}

function* makeLeaf(context: InitContext, { name, authority, template, isServing }: Leaf): Task<void> {
	const { out } = context.run;
	if ((yield* readPair(context, name)) !== undefined) {
		yield* out.write(`[certs] Using existing ${name} certificate and key on disk\n`);
		return;
	}
	const issuer = yield* authorityOf(context, authority);
	const names = template(context);
	yield* out.write(`[certs] Generating ${JSON.stringify(name)} certificate and key\n`);
	yield* writePair(context, name, issue(context.pki, issuer, names));
	if (isServing !== true) return;
	const dnsNames = [...(names.dnsNames ?? [])].sort();
	yield* out.write(
		`[certs] ${name} serving cert is signed for DNS names [${dnsNames.join(' ')}] and IPs [${(names.ipAddresses ?? []).join(' ')}]\n`,
	);
}

function* makeAccountKey(context: InitContext): Task<void> {
	const { run, configuration, pki, isDryRun } = context;
	const base = `${configuration.certificatesDir}/sa`;
	if ((yield* textAt(run, `${base}.key`)) !== undefined) {
		yield* run.out.write('[certs] Using the existing "sa" key\n');
		return;
	}
	yield* run.out.write('[certs] Generating "sa" key and public key\n');
	const key = pki.keys.take();
	if (isDryRun) return;
	yield* putFile(run, `${base}.key`, key.privateKeyPem, 0o600);
	yield* putFile(run, `${base}.pub`, publicKeyPem(key.publicKeySpki), 0o600);
}
