import type { Json } from '../../machinery/meta.ts';
import { CommandError } from './errors.ts';
import { ANY, BOOL, BYTES, decodeStruct, type GoType, listOf, mapOf, STRING, struct } from './kustomize/go-struct.ts';

const of = (name: string, fields: { readonly [field: string]: GoType }): GoType => struct(name, fields, 'v1');

const EXTENSIONS = listOf(of('NamedExtension', { name: STRING, extension: ANY }));

const CLUSTER = of('Cluster', {
	server: STRING,
	'tls-server-name': STRING,
	'insecure-skip-tls-verify': BOOL,
	'certificate-authority': STRING,
	'certificate-authority-data': BYTES,
	'proxy-url': STRING,
	'disable-compression': BOOL,
	extensions: EXTENSIONS,
});

const EXEC = of('ExecConfig', {
	command: STRING,
	args: listOf(STRING),
	env: listOf(of('ExecEnvVar', { name: STRING, value: STRING })),
	apiVersion: STRING,
	installHint: STRING,
	provideClusterInfo: BOOL,
	interactiveMode: STRING,
});

const USER = of('AuthInfo', {
	'client-certificate': STRING,
	'client-certificate-data': BYTES,
	'client-key': STRING,
	'client-key-data': BYTES,
	token: STRING,
	tokenFile: STRING,
	as: STRING,
	'as-uid': STRING,
	'as-groups': listOf(STRING),
	'as-user-extra': mapOf(listOf(STRING)),
	username: STRING,
	password: STRING,
	'auth-provider': of('AuthProviderConfig', { name: STRING, config: mapOf(STRING) }),
	exec: EXEC,
	extensions: EXTENSIONS,
});

const CONTEXT = of('Context', { cluster: STRING, user: STRING, namespace: STRING, extensions: EXTENSIONS });

/** Models client-go/tools/clientcmd/api/v1 Config. */
const CONFIG = of('Config', {
	kind: STRING,
	apiVersion: STRING,
	preferences: of('Preferences', { colors: BOOL, extensions: EXTENSIONS }),
	clusters: listOf(of('NamedCluster', { name: STRING, cluster: CLUSTER })),
	users: listOf(of('NamedAuthInfo', { name: STRING, user: USER })),
	contexts: listOf(of('NamedContext', { name: STRING, context: CONTEXT })),
	'current-context': STRING,
	extensions: EXTENSIONS,
});

const SCHEME = 'k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50';

/** Throws CommandError when a field of a kubeconfig is of another type than it has to be. */
export function checkKubeconfig(document: { readonly [field: string]: unknown }): void {
	for (const field of ['apiVersion', 'kind']) {
		const value = document[field];
		if (value === undefined || value === null || typeof value === 'string') continue;
		const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
		const where = `Go struct field .${field} of type string`;
		throw new CommandError(
			`couldn't get version/kind; json parse error: json: cannot unmarshal ${found} into ${where}`,
		);
	}
	const { apiVersion, kind } = document;
	if ((apiVersion || 'v1') !== 'v1' || (kind || 'Config') !== 'Config') {
		const version = JSON.stringify(apiVersion || 'v1');
		throw new CommandError(
			`no kind ${JSON.stringify(kind || 'Config')} is registered for version ${version} in scheme ${JSON.stringify(SCHEME)}`,
		);
	}
	decodeStruct(document as Json, CONFIG, 'dropped');
}
