import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import { shortHumanDuration } from '../../machinery/duration.ts';
import { sha256Hex } from '../../machinery/sha256.ts';
import { TabWriter } from '../../machinery/tab-writer.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime, parseTime } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readCertificates } from '../../machinery/x509/certificate.ts';
import type { CobraCommand, CobraRun } from '../cobra/cobra.ts';
import { bool, duration, string, stringSlice } from '../flags.ts';
import { ADMIN_CONF, clusterOf, SECRETS, type Secret, tried } from './cluster-client.ts';
import { KubeadmError } from './kubeadm-error.ts';

const ID = /^[a-z0-9]{6}$/;
const TOKEN = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const PREFIX = 'bootstrap-token-';
const TYPE = 'bootstrap.kubernetes.io/token';
const DAY_MS = 86_400_000;
/** Models text/tabwriter as kubeadm sets it. */
export const KUBEADM_TABLE = { minWidth: 10, padding: 3, rememberWidths: false } as const;

export function newToken(run: CobraRun): string {
	const letters = (count: number): string =>
		Array.from({ length: count }, () => ALPHABET.charAt(run.process.randomUint32() % ALPHABET.length)).join('');
	return `${letters(6)}.${letters(16)}`;
}

function* generate(run: CobraRun): Task<number> {
	yield* run.out.write(`${newToken(run)}\n`);
	return 0;
}

/** Models cmd/kubeadm/app/cmd/token.go RunCreateToken and phases/bootstraptoken/node CreateNewTokens. */
function* create(run: CobraRun): Task<number> {
	const token = run.operands[0] ?? newToken(run);
	const match = TOKEN.exec(token);
	if (match === null) {
		throw new KubeadmError(
			`the bootstrap token ${JSON.stringify(token)} was not of the form "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z"`,
		);
	}
	const [, id = '', secret = ''] = match;
	for (const group of run.list('groups')) checkGroup(group);
	const access = yield* clusterOf(run, run.text('kubeconfig'));
	const ttlMs = run.number('ttl');
	const usages = run.list('usages').map((usage) => [`usage-bootstrap-${usage}`, 'true']);
	const data: { [key: string]: string } = {
		'token-id': id,
		'token-secret': secret,
		...(run.text('description') === '' ? {} : { description: run.text('description') }),
		...(ttlMs === 0 ? {} : { expiration: formatTime(run.process.now() + ttlMs) }),
		...Object.fromEntries(usages),
		'auth-extra-groups': run.list('groups').join(','),
	};
	const encoded = Object.fromEntries(
		Object.entries(data).map(([key, value]) => [key, encodeBase64(encodeUtf8(value))]),
	);
	const draft = { metadata: { name: `${PREFIX}${id}`, namespace: 'kube-system' }, type: TYPE, data: encoded };
	yield* tried('failed to create or update bootstrap token', access.client.create<Secret>(SECRETS, draft));
	if (!run.isOn('print-join-command')) yield* run.out.write(`${token}\n`);
	else yield* run.out.write(`${joinCommand(access.server, access.caPem, token)} \n`);
	return 0;
}

function checkGroup(group: string): void {
	if (/^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/.test(group)) return;
	throw new KubeadmError(
		`bootstrap group ${JSON.stringify(group)} is invalid (must match \\Asystem:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]\\z)`,
	);
}

/** Models cmd/kubeadm/app/cmd/util GetJoinWorkerCommand and util/pubkeypin Hash. */
function joinCommand(server: string, caPem: string, token: string): string {
	const hashes = readCertificates(caPem).map(
		(ca) => `--discovery-token-ca-cert-hash sha256:${sha256Hex(ca.publicKeySpki)}`,
	);
	return `kubeadm join ${server.replace(/^https:\/\//, '')} --token ${token} ${hashes.join(' ')}`;
}

/** Models RunListTokens. */
function* list(run: CobraRun): Task<number> {
	const { client } = yield* clusterOf(run, run.text('kubeconfig'));
	const secrets = yield* tried(
		'failed to list bootstrap tokens',
		client.list<Secret>(SECRETS, 'kube-system', { fieldSelector: `type=${TYPE}` }),
	);
	const table = new TabWriter(KUBEADM_TABLE);
	table.write('TOKEN\tTTL\tEXPIRES\tUSAGES\tDESCRIPTION\tEXTRA GROUPS\n');
	for (const secret of secrets) table.write(`${row(secret, run.process.now())}\n`);
	if (secrets.length > 0) yield* run.out.write(table.flush());
	return 0;
}

function row(secret: Secret, nowMs: number): string {
	const text = (key: string): string => decodeUtf8(decodeBase64(secret.data?.[key] ?? ''));
	const expires = text('expiration') === '' ? undefined : parseTime(text('expiration'));
	const usages = ['authentication', 'signing'].filter((usage) => text(`usage-bootstrap-${usage}`) === 'true');
	return [
		`${text('token-id')}.${text('token-secret')}`,
		expires === undefined ? '<forever>' : shortHumanDuration(expires - nowMs),
		expires === undefined ? '<never>' : formatTime(expires),
		usages.join(',') || '<none>',
		text('description') || '<none>',
		text('auth-extra-groups') || '<none>',
	].join('\t');
}

/** Models RunDeleteTokens. */
function* remove(run: CobraRun): Task<number> {
	if (run.operands.length === 0) {
		throw new KubeadmError(
			`missing argument; 'token delete' is missing token of form "\\\\A([a-z0-9]{6})\\\\z" or "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z"`,
		);
	}
	const { client } = yield* clusterOf(run, run.text('kubeconfig'));
	for (const given of run.operands) {
		const id = ID.test(given) ? given : TOKEN.exec(given)?.[1];
		if (id === undefined) {
			throw new KubeadmError(
				`given token didn't match pattern "\\\\A([a-z0-9]{6})\\\\z" or "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z"`,
			);
		}
		const object = { namespace: 'kube-system', name: `${PREFIX}${id}` };
		yield* tried(`failed to delete bootstrap token ${JSON.stringify(id)}`, client.delete(SECRETS, object));
		yield* run.out.write(`bootstrap token ${JSON.stringify(id)} deleted\n`);
	}
	return 0;
}

export const TOKEN_COMMAND: CobraCommand = {
	use: 'token',
	short: 'Manage bootstrap tokens',
	persistentFlags: {
		kubeconfig: string(
			ADMIN_CONF,
			'The kubeconfig file to use when talking to the cluster. If the flag is not set, a set of standard locations can be searched for an existing kubeconfig file.',
		),
		'dry-run': bool(false, 'Whether to enable dry-run mode or not'),
	},
	subcommands: [
		{
			use: 'create [token]',
			short: 'Create bootstrap tokens on the server',
			flags: {
				config: string('', 'Path to a kubeadm configuration file.'),
				'print-join-command': bool(
					false,
					"Instead of printing only the token, print the full 'kubeadm join' flag needed to join the cluster using the token.",
				),
				ttl: duration(
					DAY_MS,
					"The duration before the token is automatically deleted (e.g. 1s, 2m, 3h). If set to '0', the token will never expire",
				),
				usages: {
					...stringSlice(
						'Describes the ways in which this token can be used. You can pass --usages multiple times or provide a comma separated list of options. Valid options: [signing,authentication]',
					),
					default: ['signing', 'authentication'],
				},
				groups: {
					...stringSlice(
						'Extra groups that this token will authenticate as when used for authentication. Must match "\\\\Asystem:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]\\\\z"',
					),
					default: ['system:bootstrappers:kubeadm:default-node-token'],
				},
				description: string('', 'A human friendly description of how this token is used.'),
			},
			run: create,
		},
		{ use: 'delete [token-value] ...', short: 'Delete bootstrap tokens on the server', run: remove },
		{
			use: 'generate',
			short: 'Generate and print a bootstrap token, but do not create it on the server',
			run: generate,
		},
		{ use: 'list', short: 'List bootstrap tokens on the server', run: list },
	],
};
