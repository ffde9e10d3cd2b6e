import { encodeBase64 } from '../../../machinery/base64.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { keyPairComplaint } from '../../../machinery/x509/key-pair.ts';
import { bool, string, stringArray, stringSlice } from '../../flags.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { Draft } from './generator.ts';
import { defineGenerator } from './generator.ts';
import { collectKeyValues, isUtf8 } from './key-values.ts';
import { configMapHash, secretHash } from './name-hash.ts';

// ConfigMaps and the three sorts of Secrets.

export const createConfigMap = defineGenerator({
	name: 'configmap',
	aliases: ['cm'],
	use: 'configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
	short: 'Create a config map from a local file, directory or literal value',
	long: `Create a config map based on a file, directory, or specified literal value.

 One config map may hold several keys and values. A file's key is its base name and its value the content, unless another key is named; a directory gives every regular file in it whose name may be a key.`,
	examples: `
# From the files of a directory
kubectl create configmap my-config --from-file=path/to/bar

# With keys of one's own
kubectl create configmap my-config --from-file=key1=/path/to/bar/file1.txt --from-file=key2=/path/to/bar/file2.txt

# From values on the command line
kubectl create configmap my-config --from-literal=key1=config1 --from-literal=key2=config2

# From a file of key=value lines
kubectl create configmap my-config --from-env-file=path/to/foo.env --from-env-file=path/to/bar.env`,
	flags: {
		'append-hash': bool(false, 'Append a hash of the configmap to its name.'),
		'from-env-file': stringSlice('Specify the path to a file to read lines of key=val pairs to create a configmap.'),
		'from-file': stringSlice(
			'Key file can be specified using its file path, in which case file basename will be used as configmap key, or optionally with a key and file path, in which case the given key will be used.  Specifying a directory will iterate each named file in the directory whose basename is a valid configmap key.',
		),
		'from-literal': stringArray('Specify a key and literal value to insert in configmap (i.e. mykey=somevalue)'),
	},
	resource: { group: '', version: 'v1', resource: 'configmaps', namespaced: true },
	failure: 'failed to create configmap',
	validate: ({ invocation }) => refuseMixedSources(invocation.flags),
	*build({ invocation, name, namespace }) {
		const values = yield* collectKeyValues(invocation.kubectl, invocation.flags, {
			invalidKey: (key, complaints) =>
				`${JSON.stringify(key)} is not a valid key name for a ConfigMap: ${complaints.join(',')}`,
			duplicateKey: (key) =>
				`cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(name)}`,
			envDirectory: 'env config file cannot be a directory',
		});
		const data: { [key: string]: string } = Object.create(null);
		const binaryData: { [key: string]: string } = Object.create(null);
		for (const [key, value] of sortedValues(values)) {
			if (isUtf8(value)) data[key] = decodeUtf8(value);
			else binaryData[key] = encodeBase64(value);
		}
		const object: Draft = {
			kind: 'ConfigMap',
			apiVersion: 'v1',
			metadata: { name, namespace },
			data: filled(data),
			binaryData: filled(binaryData),
		};
		if (!invocation.flags['append-hash']) return object;
		return { ...object, metadata: { ...object.metadata, name: `${name}-${configMapHash(name, data, binaryData)}` } };
	},
});

function refuseMixedSources(flags: {
	'from-env-file': readonly string[];
	'from-file': readonly string[];
	'from-literal': readonly string[];
}): void {
	if (flags['from-env-file'].length > 0 && (flags['from-file'].length > 0 || flags['from-literal'].length > 0)) {
		throw new CommandError('from-env-file cannot be combined with from-file or from-literal');
	}
}

function sortedValues(values: ReadonlyMap<string, Uint8Array>): [string, Uint8Array][] {
	return [...values].sort(([a], [b]) => (a < b ? -1 : 1));
}

function filled<T extends object>(map: T): T | undefined {
	return Object.keys(map).length === 0 ? undefined : map;
}

const SECRETS = { group: '', version: 'v1', resource: 'secrets', namespaced: true } as const;

export const createGenericSecret = defineGenerator({
	name: 'generic',
	use: 'generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
	short: 'Create a secret from a local file, directory, or literal value',
	long: `Create a secret based on a file, directory, or specified literal value.

 One secret may hold several keys and values. A file's key is its base name and its value the content, unless another key is named; a directory gives every regular file in it whose name may be a key.`,
	examples: `
# From the files of a directory
kubectl create secret generic my-secret --from-file=path/to/bar

# With keys of one's own
kubectl create secret generic my-secret --from-file=ssh-privatekey=path/to/id_rsa --from-file=ssh-publickey=path/to/id_rsa.pub

# From values on the command line
kubectl create secret generic my-secret --from-literal=key1=supersecret --from-literal=key2=topsecret

# From a file of key=value lines
kubectl create secret generic my-secret --from-env-file=path/to/foo.env --from-env-file=path/to/bar.env`,
	flags: {
		'append-hash': bool(false, 'Append a hash of the secret to its name.'),
		'from-env-file': stringSlice('Specify the path to a file to read lines of key=val pairs to create a secret.'),
		'from-file': stringSlice(
			'Key files can be specified using their file path, in which case a default name will be given to them, or optionally with a name and file path, in which case the given name will be used.  Specifying a directory will iterate each named file in the directory that is a valid secret key.',
		),
		'from-literal': stringArray('Specify a key and literal value to insert in secret (i.e. mykey=somevalue)'),
		type: string('', 'The type of secret to create'),
	},
	resource: SECRETS,
	failure: 'failed to create secret',
	validate: ({ invocation }) => refuseMixedSources(invocation.flags),
	*build({ invocation, name, namespace }) {
		const values = yield* collectKeyValues(invocation.kubectl, invocation.flags, SECRET_SINK);
		return secretDraft(name, namespace, values, invocation.flags.type, invocation.flags['append-hash']);
	},
});

const SECRET_SINK = {
	invalidKey: (key: string, complaints: readonly string[]): string =>
		`${JSON.stringify(key)} is not valid key name for a Secret ${complaints.join(';')}`,
	duplicateKey: (key: string): string => `cannot add key ${key}, another key by that name already exists`,
	envDirectory: 'env secret file cannot be a directory',
};

function secretDraft(
	name: string,
	namespace: string | undefined,
	values: ReadonlyMap<string, Uint8Array>,
	type: string,
	appendHash: boolean,
): Draft {
	const data: { [key: string]: string } = Object.create(null);
	for (const [key, value] of sortedValues(values)) data[key] = encodeBase64(value);
	const finalName = appendHash ? `${name}-${secretHash(name, data, type)}` : name;
	return {
		kind: 'Secret',
		apiVersion: 'v1',
		metadata: { name: finalName, namespace },
		data: filled(data),
		type: type === '' ? undefined : type,
	};
}

export const createTlsSecret = defineGenerator({
	name: 'tls',
	use: 'tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
	short: 'Create a TLS secret',
	long: `Create a TLS secret from the given public/private key pair.

 The key pair must exist beforehand. The certificate has to be PEM encoded and belong to the private key.`,
	examples: `
# A TLS secret tls-secret from a key pair
kubectl create secret tls tls-secret --cert=path/to/tls.crt --key=path/to/tls.key`,
	flags: {
		'append-hash': bool(false, 'Append a hash of the secret to its name.'),
		cert: string('', 'Path to PEM encoded public key certificate.'),
		key: string('', 'Path to private key associated with given certificate.'),
	},
	resource: SECRETS,
	failure: 'failed to create secret',
	validate({ invocation }) {
		if (invocation.flags.key === '' || invocation.flags.cert === '')
			throw new CommandError('key and cert must be specified');
	},
	*build({ invocation, name, namespace }) {
		const { kubectl, flags } = invocation;
		const certificate = yield* readPart(kubectl, flags.cert);
		const key = yield* readPart(kubectl, flags.key);
		checkKeyPair(decodeUtf8(certificate), decodeUtf8(key));
		const values = new Map([
			['tls.crt', certificate],
			['tls.key', key],
		]);
		return secretDraft(name, namespace, values, 'kubernetes.io/tls', flags['append-hash']);
	},
});

function* readPart(kubectl: Kubectl, path: string): Task<Uint8Array> {
	try {
		return yield* kubectl.io.readBytes(path);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`Cannot read file ${path}, ${error.message}`);
	}
}

function checkKeyPair(certificate: string, key: string): void {
	const complaint = keyPairComplaint(certificate, key);
	if (complaint !== undefined) throw new CommandError(complaint);
}

export const createDockerSecret = defineGenerator({
	name: 'docker-registry',
	use: 'docker-registry NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
	short: 'Create a secret for use with a Docker registry',
	long: `Create a new secret for use with Docker registries.

 Such secrets let nodes pull images from a registry that asks for credentials: they are named in a Pod's or a service account's imagePullSecrets.`,
	examples: `
# From credentials
kubectl create secret docker-registry my-secret --docker-server=DOCKER_REGISTRY_SERVER --docker-username=DOCKER_USER --docker-password=DOCKER_PASSWORD --docker-email=DOCKER_EMAIL

# From an existing configuration of docker
kubectl create secret docker-registry my-secret --from-file=path/to/.docker/config.json`,
	flags: {
		'append-hash': bool(false, 'Append a hash of the secret to its name.'),
		'docker-email': string('', 'Email for Docker registry'),
		'docker-password': string('', 'Password for Docker registry authentication'),
		'docker-server': string('https://index.docker.io/v1/', 'Server location for Docker registry'),
		'docker-username': string('', 'Username for Docker registry authentication'),
		'from-file': stringSlice(
			'Key files can be specified using their file path, in which case a default name of .dockerconfigjson will be given to them, or optionally with a name and file path, in which case the given name will be used. Specifying a directory will iterate each named file in the directory that is a valid secret key. For this command, the key should always be .dockerconfigjson.',
		),
	},
	resource: SECRETS,
	failure: 'failed to create secret',
	validate({ invocation }) {
		const { flags } = invocation;
		const complete =
			flags['docker-username'] !== '' && flags['docker-password'] !== '' && flags['docker-server'] !== '';
		if (flags['from-file'].length === 0 && !complete) {
			throw new CommandError(
				'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
			);
		}
	},
	*build({ invocation, name, namespace }) {
		const { kubectl, flags } = invocation;
		let values: Map<string, Uint8Array>;
		if (flags['from-file'].length > 0) {
			const files = flags['from-file'].map((source) => (source.includes('=') ? source : `.dockerconfigjson=${source}`));
			values = yield* collectKeyValues(
				kubectl,
				{ 'from-file': files, 'from-literal': [], 'from-env-file': [] },
				SECRET_SINK,
			);
		} else {
			values = new Map([['.dockerconfigjson', encodeUtf8(dockerConfig(flags))]]);
		}
		return secretDraft(name, namespace, values, 'kubernetes.io/dockerconfigjson', flags['append-hash']);
	},
});

function dockerConfig(flags: {
	'docker-username': string;
	'docker-password': string;
	'docker-email': string;
	'docker-server': string;
}): string {
	const [username, password, email] = [flags['docker-username'], flags['docker-password'], flags['docker-email']];
	const auth = encodeBase64(encodeUtf8(`${username}:${password}`));
	const entry = { username, password, ...(email === '' ? {} : { email }), auth };
	return JSON.stringify({ auths: { [flags['docker-server']]: entry } });
}
