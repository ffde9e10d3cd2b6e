import { apiServerUrl } from '../../hosts/kubeadm/cluster-configuration.ts';
import { issue } from '../../hosts/pki/certificate-authority.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { readCertificates } from '../../machinery/x509/certificate.ts';
import { readPrivateKey } from '../../machinery/x509/private-key.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { type CobraCommand, type CobraRun, noArgs } from '../cobra/cobra.ts';
import { duration, string, stringSlice } from '../flags.ts';
import { ADMIN_CONF, CONFIG_MAPS, clusterOf, tried } from './cluster-client.ts';
import { fieldsOf, readClusterConfiguration, readConfigFile } from './configuration.ts';
import { textAt } from './host-files.ts';
import { ownAddress, pkiContext } from './init/init-context.ts';
import { KubeadmError } from './kubeadm-error.ts';
import type { ConfigMap } from './upgrade/cluster-state.ts';

const YEAR_MS = 365 * 86_400_000;

/** Models cmd/kubeadm/app/cmd/kubeconfig.go newCmdUserKubeConfig. */
function* user(run: CobraRun): Task<number> {
	const name = run.text('client-name');
	if (name === '') throw new KubeadmError('required flag(s) "client-name" not set');
	const configuration = yield* configurationOf(run);
	const caPem = yield* textAt(run, `${configuration.certificatesDir}/ca.crt`);
	const key = readPrivateKey((yield* textAt(run, `${configuration.certificatesDir}/ca.key`)) ?? '');
	const [certificate] = caPem === undefined ? [] : readCertificates(caPem);
	if (caPem === undefined || certificate === undefined || key === undefined) {
		throw new KubeadmError(
			`couldn't create a kubeconfig; the CA files couldn't be loaded: failed to load key: couldn't load the private key file ${configuration.certificatesDir}/ca.key: open ${configuration.certificatesDir}/ca.key: no such file or directory`,
		);
	}
	const context = pkiContext(run.process);
	const validityMs = run.number('validity-period');
	// A certificate ends a year after the context's moment.
	const pair = issue(
		{ ...context, atMs: context.atMs + validityMs - YEAR_MS },
		{ certificate, certificatePem: caPem, key },
		{
			commonName: name,
			organizations: run.list('org'),
			usages: ['clientAuth'],
		},
	);
	const data = (text: string): string => encodeBase64(encodeUtf8(text));
	const token = run.text('token');
	const credentials =
		token === ''
			? { 'client-certificate-data': data(pair.certificatePem), 'client-key-data': data(pair.key.privateKeyPem) }
			: { token };
	const cluster = configuration.clusterName;
	yield* run.out.write(
		formatYaml({
			apiVersion: 'v1',
			clusters: [
				{
					cluster: {
						'certificate-authority-data': data(caPem),
						server: apiServerUrl(configuration, ownAddress(run.process)),
					},
					name: cluster,
				},
			],
			contexts: [{ context: { cluster, user: name }, name: `${name}@${cluster}` }],
			'current-context': `${name}@${cluster}`,
			kind: 'Config',
			users: [{ name, user: credentials }],
		}),
	);
	return 0;
}

/** From a file, or what the cluster says. */
function* configurationOf(run: CobraRun): Task<ReturnType<typeof readClusterConfiguration>> {
	const path = run.text('config');
	if (path !== '')
		return readClusterConfiguration((yield* readConfigFile(run, path)).cluster ?? {}, run.process.release);
	const { client } = yield* clusterOf(run, run.text('kubeconfig'));
	const map = yield* tried(
		'failed to get config map',
		client.get<ConfigMap>(CONFIG_MAPS, 'kube-system', 'kubeadm-config'),
	);
	return readClusterConfiguration(
		fieldsOf(parseYamlDocument(map.data?.ClusterConfiguration ?? '')),
		run.process.release,
	);
}

export const KUBECONFIG_COMMAND: CobraCommand = {
	use: 'kubeconfig',
	short: 'Kubeconfig file utilities',
	subcommands: [
		{
			use: 'user',
			short: 'Output a kubeconfig file for an additional user',
			flags: {
				'client-name': string('', 'The name of user. It will be used as the CN if client certificates are created'),
				config: string('', 'Path to a kubeadm configuration file.'),
				kubeconfig: string(ADMIN_CONF, 'The kubeconfig file to use when talking to the cluster.'),
				org: stringSlice(
					'The organizations of the client certificate. It will be used as the O if client certificates are created',
				),
				token: string(
					'',
					'The token that should be used as the authentication mechanism for this kubeconfig, instead of client certificates',
				),
				'validity-period': duration(
					YEAR_MS,
					'The validity period of the client certificate. It is an offset from the current time.',
				),
			},
			args: noArgs,
			run: user,
		},
	],
};
