import { TransportError } from '../../client/transport.ts';
import { newRsaKey } from '../../hosts/pki/new-rsa-key.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import { shortHumanDuration } from '../../machinery/duration.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import { ApiError } from '../../machinery/status.ts';
import { TabWriter } from '../../machinery/tab-writer.ts';
import type { Task } from '../../machinery/task.ts';
import { formatRfc1123Z } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { type Certificate, certificatePem, readCertificates } from '../../machinery/x509/certificate.ts';
import { writeCertificate } from '../../machinery/x509/certificate-writer.ts';
import type { RsaKey } from '../../machinery/x509/rsa-key.ts';
import { type CobraCommand, type CobraRun, noArgs } from '../cobra/cobra.ts';
import { string } from '../flags.ts';
import { formatKubeconfig, type Kubeconfig, parseKubeconfig } from '../kubectl/kubeconfig.ts';
import { readFile } from '../stdio.ts';
import { ADMIN_CONF, CONFIG_MAPS, clusterOf } from './cluster-client.ts';
import { GENERATE_CSR } from './generate-requests.ts';
import { KubeadmError } from './kubeadm-error.ts';
import { AUTHORITIES, CERTIFICATES, type ManagedCertificate } from './managed-certificates.ts';
import { KUBEADM_TABLE } from './token-commands.ts';

const KUBERNETES = '/etc/kubernetes';
const YEAR_MS = 365 * 86_400_000;

function* textOf(process: Process, path: string): Task<string | undefined> {
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

/** Where a certificate is: its own file, or a kubeconfig. */
function pathOf(run: CobraRun, { path, isKubeconfig }: ManagedCertificate): string {
	return isKubeconfig ? `${KUBERNETES}/${path}` : `${run.text('cert-dir')}/${path}.crt`;
}

/** The certificate of a kubeconfig's current user. */
function userOf(config: Kubeconfig): { fields: { [field: string]: unknown } } | undefined {
	const name = config.contexts.get(config.currentContext)?.fields.user;
	return typeof name === 'string' ? config.users.get(name) : undefined;
}

/** Undefined: it is missing. */
function* readManaged(run: CobraRun, managed: ManagedCertificate): Task<Certificate | undefined> {
	const path = pathOf(run, managed);
	const text = yield* textOf(run.process, path);
	if (text === undefined) return undefined;
	if (!managed.isKubeconfig) return readCertificates(text)[0];
	const data = userOf(parseKubeconfig(text, path))?.fields['client-certificate-data'];
	return typeof data === 'string' ? readCertificates(decodeUtf8(decodeBase64(data)))[0] : undefined;
}

/** Reads how the cluster was made, as both commands do first. Models certs.go getInternalCfg. */
function* announceConfiguration(run: CobraRun, prefix: string): Task<void> {
	if (run.text('config') !== '') return;
	const found = yield* configurationFound(run);
	if (found === 'unreadable') return;
	yield* run.out.write(
		`[${prefix}] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...\n[${prefix}] Use 'kubeadm init phase upload-config kubeadm --config your-config-file' to re-upload it.\n`,
	);
	if (found === 'found') yield* run.out.write('\n');
	else {
		yield* run.out.write(
			`[${prefix}] Error reading configuration from the Cluster. Falling back to default configuration\n\n`,
		);
	}
}

function* configurationFound(run: CobraRun): Task<'found' | 'unreachable' | 'unreadable'> {
	try {
		const { client } = yield* clusterOf(run, run.text('kubeconfig'));
		try {
			yield* client.get(CONFIG_MAPS, 'kube-system', 'kubeadm-config');
			return 'found';
		} catch (error) {
			if (error instanceof ApiError || error instanceof TransportError) return 'unreachable';
			throw error;
		}
	} catch (error) {
		if (error instanceof KubeadmError) return 'unreadable';
		throw error;
	}
}

/** Models newCmdCertsExpiration. */
function* checkExpiration(run: CobraRun): Task<number> {
	yield* announceConfiguration(run, 'check-expiration');
	const nowMs = run.process.now();
	const table = new TabWriter(KUBEADM_TABLE);
	table.write('CERTIFICATE\tEXPIRES\tRESIDUAL TIME\tCERTIFICATE AUTHORITY\tEXTERNALLY MANAGED\n');
	for (const managed of CERTIFICATES) {
		const found = yield* readManaged(run, managed);
		if (found === undefined) table.write(`!MISSING! ${managed.name}\t\t\t\t\n`);
		else table.write(`${managed.name}\t${expiry(found, nowMs)}\t${managed.authority}\tno      \n`);
	}
	table.write('\nCERTIFICATE AUTHORITY\tEXPIRES\tRESIDUAL TIME\tEXTERNALLY MANAGED\n');
	for (const { name, path } of AUTHORITIES) {
		const text = yield* textOf(run.process, `${run.text('cert-dir')}/${path}.crt`);
		const [found] = text === undefined ? [] : readCertificates(text);
		if (found === undefined) table.write(`!MISSING! ${name}\t\t\t\n`);
		else table.write(`${name}\t${expiry(found, nowMs)}\tno      \n`);
	}
	yield* run.out.write(table.flush());
	return 0;
}

/** "Mar 02, 2027 09:00 UTC" and what is left of it. */
function expiry({ notAfterMs }: Certificate, nowMs: number): string {
	// "Tue, 02 Mar 2027 09:00:00 +0000"
	const [, day = '', month = '', year = '', time = ''] = formatRfc1123Z(notAfterMs).split(' ');
	return `${month} ${day}, ${year} ${time.slice(0, 5)} UTC\t${shortHumanDuration(notAfterMs - nowMs)}`;
}

interface Authority {
	readonly certificate: Certificate;
	readonly keyPem: string;
}

function* authorityOf(run: CobraRun, name: string): Task<Authority | undefined> {
	const found = AUTHORITIES.find((each) => each.name === name);
	if (found === undefined) throw new Error(`assertion failed: no authority ${name}`);
	const base = `${run.text('cert-dir')}/${found.path}`;
	const pem = yield* textOf(run.process, `${base}.crt`);
	const keyPem = yield* textOf(run.process, `${base}.key`);
	const [certificate] = pem === undefined ? [] : readCertificates(pem);
	if (certificate === undefined) {
		throw new KubeadmError(`failed to load CA ${name} certificate: couldn't load the certificate file ${base}.crt`);
	}
	return keyPem === undefined ? undefined : { certificate, keyPem };
}

/** With the old one's names and uses, for a year. Models certs/renewal FileRenewer.Renew and pkiutil NewSignedCert. */
function renewed(process: Process, old: Certificate, authority: Authority, key: RsaKey): string {
	const hostCalls = process.port<HostCalls>('host-calls');
	if (hostCalls === undefined) throw new Error('assertion failed: a host without host calls');
	const certificate = writeCertificate(
		{
			commonName: old.subject.commonName,
			rawSubject: old.rawSubject,
			serial: serialNumber(process),
			notBeforeMs: authority.certificate.notBeforeMs,
			notAfterMs: process.now() + YEAR_MS,
			keyUsages: ['digitalSignature', 'keyEncipherment'],
			extendedKeyUsages: old.extendedKeyUsages,
			isCa: false,
			dnsNames: old.dnsNames,
			ipAddresses: old.ipAddresses,
		},
		key.publicKeySpki,
		{ certificate: authority.certificate, privateKeyPem: authority.keyPem },
		hostCalls,
	);
	return certificatePem(certificate);
}

function serialNumber(process: Process): Uint8Array {
	const bytes = Uint8Array.from({ length: 8 }, () => process.randomUint32() & 0xff);
	bytes[0] = (bytes[0] as number) & 0x7f;
	return bytes;
}

/** Models certs.go renewCert. */
function* renewOne(run: CobraRun, managed: ManagedCertificate): Task<void> {
	const outcome = yield* renewCertificate(run, managed);
	if (outcome === 'missing') yield* run.out.write(`MISSING! ${managed.longName}\n`);
	else if (outcome === 'renewed') yield* run.out.write(`${managed.longName} renewed\n`);
	else {
		const base = AUTHORITIES.find((each) => each.name === managed.authority)?.path;
		yield* run.out.write(`Detected external ${base}, ${managed.longName} can't be renewed\n`);
	}
}

/** Puts a new certificate into the old one's place. External: its authority's key is not here. */
export function* renewCertificate(
	run: CobraRun,
	managed: ManagedCertificate,
): Task<'missing' | 'external' | 'renewed'> {
	const { process } = run;
	const old = yield* readManaged(run, managed);
	if (old === undefined) return 'missing';
	const authority = yield* authorityOf(run, managed.authority);
	if (authority === undefined) return 'external';
	const key = newRsaKey(() => process.randomUint32());
	const pem = renewed(process, old, authority, key);
	const path = pathOf(run, managed);
	if (managed.isKubeconfig) {
		const config = parseKubeconfig((yield* textOf(process, path)) ?? '', path);
		const fields = userOf(config)?.fields;
		if (fields === undefined) throw new KubeadmError(`invalid kubeconfig file ${path}`);
		fields['client-certificate-data'] = encodeBase64(encodeUtf8(pem));
		fields['client-key-data'] = encodeBase64(encodeUtf8(key.privateKeyPem));
		yield* writeFile(process, path, formatKubeconfig(config), 0o600);
	} else {
		yield* writeFile(process, path, pem, 0o644);
		yield* writeFile(process, path.replace(/\.crt$/, '.key'), key.privateKeyPem, 0o600);
	}
	return 'renewed';
}

function* writeFile(process: Process, path: string, text: string, mode: number): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, mode);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}

function renewing(managed: ManagedCertificate): (run: CobraRun) => Task<number> {
	return (run) => renewNamed(run, managed);
}

function* renewNamed(run: CobraRun, managed: ManagedCertificate): Task<number> {
	yield* announceConfiguration(run, 'renew');
	yield* renewOne(run, managed);
	return 0;
}

function* renewAll(run: CobraRun): Task<number> {
	yield* announceConfiguration(run, 'renew');
	for (const managed of CERTIFICATES) yield* renewOne(run, managed);
	yield* run.out.write(
		'\nDone renewing certificates. You must restart the kube-apiserver, kube-controller-manager, kube-scheduler and etcd, so that they can use the new certificates.\n',
	);
	return 0;
}

/** 32 random bytes. Models phases/copycerts CreateCertificateKey. */
function* certificateKey(run: CobraRun): Task<number> {
	const bytes = Array.from({ length: 32 }, () => run.process.randomUint32() & 0xff);
	yield* run.out.write(`${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}\n`);
	return 0;
}

const FLAGS = {
	config: string('', 'Path to a kubeadm configuration file.'),
	'cert-dir': string(`${KUBERNETES}/pki`, 'The path where to save and store the certificates.'),
	kubeconfig: string(
		ADMIN_CONF,
		'The kubeconfig file to use when talking to the cluster. If the flag is not set, a set of standard locations can be searched for an existing kubeconfig file.',
	),
};

export const CERTS_COMMAND: CobraCommand = {
	use: 'certs',
	aliases: ['certificates'],
	short: 'Commands related to handling Kubernetes certificates',
	subcommands: [
		{ use: 'certificate-key', short: 'Generate certificate keys', args: noArgs, run: certificateKey },
		{
			use: 'check-expiration',
			short: 'Check certificates expiration for a Kubernetes cluster',
			flags: FLAGS,
			args: noArgs,
			run: checkExpiration,
		},
		GENERATE_CSR,
		{
			use: 'renew',
			short: 'Renew certificates for a Kubernetes cluster',
			subcommands: [
				{ use: 'all', short: 'Renew all available certificates', flags: FLAGS, args: noArgs, run: renewAll },
				...CERTIFICATES.map((managed) => ({
					use: managed.name,
					short: `Renew the ${managed.longName}`,
					flags: FLAGS,
					args: noArgs,
					run: renewing(managed),
				})),
			],
		},
	],
};
