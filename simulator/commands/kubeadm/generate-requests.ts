import { apiServerUrl } from '../../hosts/kubeadm/cluster-configuration.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { writeCertificateRequest } from '../../machinery/x509/certificate-request.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { type CobraCommand, type CobraRun, noArgs } from '../cobra/cobra.ts';
import { string } from '../flags.ts';
import {
	type Fields,
	fieldsOf,
	nodeRegistration,
	readClusterConfiguration,
	readConfigFile,
	textOf,
} from './configuration.ts';
import { exists, putFile, textAt } from './host-files.ts';
import { LEAVES } from './init/certificate-phases.ts';
import { ownAddress, pkiContext } from './init/init-context.ts';
import { KUBECONFIG_FILES } from './init/kubeconfig-phase.ts';
import { KubeadmError } from './kubeadm-error.ts';

interface Asked {
	readonly commonName: string;
	readonly organizations?: readonly string[];
	readonly dnsNames?: readonly string[];
	readonly ipAddresses?: readonly string[];
}

/** Models cmd/kubeadm/app/cmd/certs.go runGenCSR, phases/certs CreateDefaultKeysAndCSRFiles and phases/kubeconfig's. */
function* generate(run: CobraRun): Task<number> {
	const file = yield* readConfigFile(run, run.text('config'));
	const init: Fields = file.init ?? {};
	const configuration = readClusterConfiguration(file.cluster ?? {}, run.process.release);
	const facts = {
		configuration,
		node: nodeRegistration(init.nodeRegistration, run.process.hostname),
		address: textOf(fieldsOf(init.localAPIEndpoint).advertiseAddress) || ownAddress(run.process),
	};
	const folder = run.text('cert-dir') || configuration.certificatesDir;
	yield* run.out.write(`generating keys and CSRs in ${folder}\n`);
	for (const { name, template } of LEAVES) {
		const base = `${folder}/${name}`;
		if (exists(run.process, `${base}.key`) || exists(run.process, `${base}.csr`)) {
			throw new KubeadmError(`file already exists: key or CSR ${base}`);
		}
		const { request, keyPem } = newRequest(run, template(facts));
		yield* putFile(run, `${base}.key`, keyPem, 0o600);
		yield* putFile(run, `${base}.csr`, request, 0o600);
		yield* run.out.write(`  ${name}\n`);
	}
	const kubeconfigs = run.text('kubeconfig-dir');
	yield* run.out.write(`generating keys and CSRs in ${kubeconfigs}\n`);
	const caPem = yield* textAt(run, `${folder}/ca.crt`);
	for (const { name, user, organizations = [] } of KUBECONFIG_FILES) {
		const path = `${kubeconfigs}/${name}.conf`;
		if (exists(run.process, path) || exists(run.process, `${path}.csr`)) {
			throw new KubeadmError(`file already exists: ${path}`);
		}
		const who = user(facts);
		const { request, keyPem } = newRequest(run, { commonName: who, organizations });
		const server = apiServerUrl(configuration, facts.address);
		yield* putFile(run, path, kubeconfig(who, server, keyPem, caPem), 0o600);
		yield* putFile(run, `${path}.csr`, request, 0o600);
		yield* run.out.write(`  ${name}.conf\n`);
	}
	return 0;
}

function newRequest(run: CobraRun, asked: Asked): { readonly request: string; readonly keyPem: string } {
	const { keys, hostCalls } = pkiContext(run.process);
	const key = keys.take();
	return { request: writeCertificateRequest(asked, key, hostCalls), keyPem: key.privateKeyPem };
}

/** Without its certificate, which somebody else will sign. */
function kubeconfig(user: string, server: string, keyPem: string, caPem: string | undefined): string {
	const data = (text: string): string => encodeBase64(encodeUtf8(text));
	const cluster = caPem === undefined ? { server } : { 'certificate-authority-data': data(caPem), server };
	return formatYaml({
		apiVersion: 'v1',
		clusters: [{ cluster, name: 'kubernetes' }],
		contexts: [{ context: { cluster: 'kubernetes', user }, name: `${user}@kubernetes` }],
		'current-context': `${user}@kubernetes`,
		kind: 'Config',
		users: [{ name: user, user: { 'client-key-data': data(keyPem) } }],
	});
}

export const GENERATE_CSR: CobraCommand = {
	use: 'generate-csr',
	short: 'Generate keys and certificate signing requests',
	flags: {
		'cert-dir': string('', 'The path where to save the certificates'),
		config: string('', 'Path to a kubeadm configuration file.'),
		'kubeconfig-dir': string('/etc/kubernetes', 'The path where to save the kubeconfig file.'),
	},
	args: noArgs,
	run: generate,
};
