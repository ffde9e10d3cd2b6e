import { encodeBase64 } from '../../machinery/base64.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { CobraCommand, CobraRun } from '../cobra/cobra.ts';
import { bool, string } from '../flags.ts';
import { CiliumCluster } from './cluster.ts';

interface ConfigMap {
	readonly data?: { readonly [key: string]: string };
}

/** Differs: agents are what the settings say, and are not asked one by one. Models cilium-cli encrypt/status.go. */
function* status(run: CobraRun): Task<number> {
	const cluster = new CiliumCluster(run);
	const agents = yield* cluster.pods('k8s-app=cilium');
	if (agents.length === 0) {
		yield* run.say('\nError: Unable to get encrypt status: failed to find Cilium pods\n');
		return 1;
	}
	const config = yield* cluster.find<ConfigMap>(`/api/v1/namespaces/${cluster.namespace}/configmaps/cilium-config`);
	const is = (key: string): boolean => config?.data?.[key] === 'true';
	const mode = is('enable-wireguard') ? 'Wireguard' : is('enable-ipsec') ? 'IPsec' : 'Disabled';
	if (run.text('output') === 'json') {
		const body = { 'total-nodes': agents.length, [`enc-${mode.toLowerCase()}-nodes`]: agents.length };
		yield* run.out.write(`${JSON.stringify(body, undefined, 2)}\n`);
		return 0;
	}
	yield* run.out.write(`Encryption: ${mode} (${agents.length}/${agents.length} nodes)\n`);
	if (mode !== 'IPsec') return 0;
	yield* run.out.write(
		'IPsec keys in use: 1\nIPsec highest Seq. Number: 0x0/0xffffffffffffffff across all nodes\nIPsec expected key count: 1\nIPsec errors: 0\n',
	);
	return 0;
}

function* createKey(run: CobraRun): Task<number> {
	const cluster = new CiliumCluster(run);
	const { process } = run;
	let key = '';
	while (key.length < 40) key += process.randomUint32().toString(16).padStart(8, '0');
	const text = `3+ rfc4106(gcm(aes)) ${key.slice(0, 40)} 128`;
	yield* cluster.create(`/api/v1/namespaces/${cluster.namespace}/secrets`, {
		apiVersion: 'v1',
		kind: 'Secret',
		metadata: { name: 'cilium-ipsec-keys', namespace: cluster.namespace },
		data: { keys: encodeBase64(encodeUtf8(text)) },
	});
	yield* run.out.write('IPsec key successfully created, new key SPI: 3\n');
	return 0;
}

function* keyStatus(run: CobraRun): Task<number> {
	const cluster = new CiliumCluster(run);
	const found = yield* cluster.find(`/api/v1/namespaces/${cluster.namespace}/secrets/cilium-ipsec-keys`);
	if (found === undefined) {
		yield* run.say('\nError: failed to get IPsec key status: secrets "cilium-ipsec-keys" not found\n');
		return 1;
	}
	yield* run.out.write('IPsec key: rfc4106(gcm(aes)), SPI: 3\n');
	return 0;
}

export const ENCRYPTION: CobraCommand = {
	use: 'encryption',
	aliases: ['encrypt'],
	short: 'Cilium encryption',
	subcommands: [
		{
			use: 'create-key',
			short: 'Create Cilium IPsec key',
			flags: { 'auth-algo': string('gcm-aes', 'IPsec key authentication algorithm') },
			run: createKey,
		},
		{ use: 'key-status', short: 'Display IPsec key', run: keyStatus },
		{
			use: 'status',
			short: 'Display encryption status',
			flags: {
				output: string('summary', 'Output format. One of: json, summary', { shorthand: 'o' }),
				'node-details': bool(false, 'Display node details'),
			},
			run: status,
		},
	],
};
