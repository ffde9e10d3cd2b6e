import type { FileTree } from '../kernel/machine-api.ts';
import { decodeUtf8 } from '../machinery/utf8.ts';
import { type Certificate, certificatePem, readCertificates } from '../machinery/x509/certificate.ts';
import { type CertificateIssuer, writeCertificate } from '../machinery/x509/certificate-writer.ts';
import type { Cluster } from './cluster/cluster.ts';

/** What can be done to a world that nobody in it has done. Plain JSON: exercises, graders and journals name it so. */
export type Fault =
	/** The machine's power: what runs there ends, in order when it is `shutdown`; with power again it boots. */
	| { readonly fault: 'power'; readonly host: string; readonly on: boolean; readonly shutdown?: boolean }
	/** The machine's cable: everything goes on, and nothing comes or goes. */
	| { readonly fault: 'network'; readonly host: string; readonly on: boolean }
	/** An image registry ("docker.io"), for all hosts. */
	| { readonly fault: 'registry'; readonly registry: string; readonly on: boolean }
	/** Who pulls from an image registry has to say who they are from now on; without an account, nobody has to. */
	| {
			readonly fault: 'login';
			readonly registry: string;
			readonly account?: { readonly username: string; readonly password: string };
	  }
	/** A file of the machine's that fills its disk until so much of it is used; 0 takes the file away. */
	| { readonly fault: 'disk'; readonly host: string; readonly percent: number; readonly path?: string }
	/** A certificate of the cluster's in a file: from now on it has expired an hour ago. */
	| { readonly fault: 'expire'; readonly host: string; readonly path: string };

const HOUR_MS = 3_600_000;

/** Does it. Throws RangeError for what there is not. */
export function inflict(cluster: Cluster, fault: Fault): void {
	switch (fault.fault) {
		case 'power':
			if (fault.on) cluster.powerOn(fault.host);
			else if (fault.shutdown === true) cluster.shutDown(fault.host);
			else cluster.powerOff(fault.host);
			return;
		case 'network':
			cluster.network.setUp(cluster.node(fault.host).host.name, fault.on);
			return;
		case 'registry':
			for (const { runtime } of cluster.nodes.values()) runtime.images.setReachable(fault.registry, fault.on);
			return;
		case 'login':
			for (const { runtime } of cluster.nodes.values()) runtime.images.setAccount(fault.registry, fault.account);
			return;
		case 'disk':
			fillDisk(cluster.node(fault.host).machine.root, fault.percent, fault.path ?? FILLER);
			return;
		case 'expire':
			expire(cluster, fault.host, fault.path);
			return;
	}
}

/** What refuses a fault before it happens; undefined when it can. */
export function faultProblem(cluster: Cluster, fault: Fault): string | undefined {
	if ('host' in fault && !cluster.nodes.has(fault.host)) return `no host "${fault.host}"`;
	if (fault.fault === 'disk' && !isAbsolute(fault.path ?? FILLER)) return `${fault.path}: not an absolute path`;
	if (fault.fault !== 'expire') return undefined;
	const found = certificateIn(cluster, fault.host, fault.path);
	if (found === undefined) return `${fault.path}: no certificate`;
	return issuerOf(cluster, found) === undefined ? `${fault.path}: not a certificate of this cluster` : undefined;
}

/** Where nobody cleans up. */
const FILLER = '/var/tmp/filler';

function isAbsolute(path: string): boolean {
	return /^\/[^/]/.test(path);
}

function fillDisk(root: FileTree, percent: number, path: string): void {
	root.remove(path);
	const { totalBytes, usedBytes } = root.diskUsage();
	const missing = Math.min(totalBytes, Math.ceil((totalBytes * percent) / 100)) - usedBytes;
	if (percent > 0) root.allocate(path, Math.max(0, missing));
}

function certificateIn(cluster: Cluster, host: string, path: string): Certificate | undefined {
	const content = cluster.node(host).machine.root.readFile(path);
	return content === undefined ? undefined : readCertificates(decodeUtf8(content))[0];
}

const AUTHORITIES = ['ca', 'etcd/ca', 'front-proxy-ca'];

/** The authority on some host's disk that has signed it, with its key. */
function issuerOf({ nodes }: Cluster, certificate: Certificate): CertificateIssuer | undefined {
	for (const { machine } of nodes.values()) {
		const text = (path: string): string => decodeUtf8(machine.root.readFile(path) ?? new Uint8Array(0));
		for (const name of AUTHORITIES) {
			const [authority] = readCertificates(text(`/etc/kubernetes/pki/${name}.crt`));
			const privateKeyPem = text(`/etc/kubernetes/pki/${name}.key`);
			if (authority === undefined || privateKeyPem === '') continue;
			if (authority.rawSubject.every((byte, index) => byte === certificate.rawIssuer[index])) {
				return { certificate: authority, privateKeyPem };
			}
		}
	}
	return undefined;
}

/** The same certificate with another end; what else is in the file stays. */
function expire(cluster: Cluster, host: string, path: string): void {
	const { root } = cluster.node(host).machine;
	const old = certificateIn(cluster, host, path);
	const issuer = old && issuerOf(cluster, old);
	if (old === undefined || issuer === undefined) throw new RangeError(`${path}: not a certificate of this cluster`);
	const { dnsNames, ipAddresses } = old;
	const notAfterMs = cluster.context.loop.now() - HOUR_MS;
	const certificate = writeCertificate(
		{
			commonName: old.subject.commonName,
			rawSubject: old.rawSubject,
			serial: old.serial,
			notBeforeMs: Math.min(old.notBeforeMs, notAfterMs - HOUR_MS),
			notAfterMs,
			keyUsages: old.keyUsages,
			extendedKeyUsages: old.extendedKeyUsages,
			isCa: old.isCa,
			...(dnsNames.length > 0 && { dnsNames }),
			...(ipAddresses.length > 0 && { ipAddresses }),
		},
		old.publicKeySpki,
		issuer,
		cluster.hostCalls,
	);
	const text = decodeUtf8(root.readFile(path) as Uint8Array);
	const end = '-----END CERTIFICATE-----\n';
	const rest = text.slice(text.indexOf(end) + end.length);
	root.writeFile(path, certificatePem(certificate) + rest, { mtimeMs: cluster.context.loop.now() });
}
