import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { type CobraCommand, type CobraProgram, type CobraRun, runCobra } from '../cobra/cobra.ts';
import { goErrno } from '../kubectl/errors.ts';
import { type UnixRun, unixCommand } from '../unix-command.ts';
import { CLUSTER_COMMANDS } from './cluster-commands.ts';
import { exchange } from './etcd-client.ts';
import { EtcdError, EXIT } from './etcd-error.ts';
import { connectionOf, GLOBAL_FLAGS } from './etcdctl-flags.ts';
import { API_VERSION, ETCD_VERSION, etcdctlUsage } from './etcdctl-usage.ts';
import { humanBytes } from './human-bytes.ts';
import { KV_COMMANDS } from './kv-commands.ts';
import { LEASE_COMMAND } from './lease-commands.ts';
import { MOVE_LEADER } from './member-commands.ts';
import { TXN_COMMAND } from './txn-command.ts';
import { zapJson } from './zap-log.ts';

/** etcd's client. Differs: no locks, elections, users or roles. */
export const etcdctl = unixCommand({
	name: 'etcdctl',
	paths: ['/usr/local/bin/etcdctl'],
	size: 16_896_184,
	main: (run) => main(run),
});

function* main(run: UnixRun): Task<number> {
	try {
		return yield* runCobra(PROGRAM, run);
	} catch (error) {
		if (!(error instanceof EtcdError)) throw error;
		if (error.message !== '') yield* run.say(`Error: ${error.message}\n`);
		return error.status;
	}
}

function* version(run: CobraRun): Task<number> {
	yield* run.out.write(`etcdctl version: ${ETCD_VERSION}\nAPI version: ${API_VERSION}\n`);
	return 0;
}

/** Models client/v3/snapshot SaveWithVersion. */
function* snapshotSave(run: CobraRun): Task<number> {
	const { operands, process, flags } = run;
	const [path] = operands;
	if (path === undefined || operands.length !== 1) {
		throw new EtcdError(EXIT.badArgs, 'snapshot save expects one argument <filename>');
	}
	const connection = yield* connectionOf(run);
	const [endpoint = ''] = connection.endpoints;
	if (connection.endpoints.length !== 1) {
		const all = connection.endpoints.join(' ');
		throw new EtcdError(EXIT.interrupted, `snapshot must be requested to one selected node, not multiple [${all}]`);
	}
	const part = `${path}.part`;
	const fd = yield* create(run, part);
	const log = (line: number, message: string, fields: object): Task<void> =>
		run.say(zapJson(process, { level: 'info', caller: `snapshot/v3_snapshot.go:${line}`, message, fields }));
	yield* log(83, 'created temporary db file', { path: part });
	const timeoutMs = flags.changed.has('command-timeout') ? run.number('command-timeout') : Number.POSITIVE_INFINITY;
	const config = connection.to(endpoint, timeoutMs, 'client');
	const since = process.now();
	const method = '/etcdserverpb.Maintenance/Snapshot';
	let body: Uint8Array;
	try {
		({ body } = yield* exchange(process, config, method, '/v3/maintenance/snapshot', {}));
	} catch (error) {
		if (!(error instanceof EtcdError)) throw error;
		process.unlink(part);
		throw new EtcdError(EXIT.interrupted, error.message);
	}
	yield* log(96, 'fetching snapshot', { endpoint });
	yield* process.write(fd, body);
	process.close(fd);
	const took = `${process.now() - since + 40 + (process.randomUint32() % 60)}.${100_000 + (process.randomUint32() % 900_000)}ms`;
	yield* log(111, 'fetched snapshot', { endpoint, size: humanBytes(body.length), took, 'etcd-version': ETCD_VERSION });
	process.rename(part, path);
	yield* log(121, 'saved', { path });
	yield* run.out.write(`Snapshot saved at ${path}\nServer version ${ETCD_VERSION}\n`);
	return 0;
}

function* create(run: CobraRun, path: string): Task<number> {
	try {
		return yield* run.process.open(path, { write: true, create: true, truncate: true }, 0o600);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new EtcdError(EXIT.interrupted, `could not open ${path} (open ${path}: ${goErrno(error)})`);
	}
}

const SNAPSHOT_EXAMPLE = `  # Save snapshot to a given file
  etcdctl snapshot save /backup/etcd-snapshot.db

  # Get snapshot from given address and save it to file
  etcdctl snapshot save --endpoints=127.0.0.1:3000 /backup/etcd-snapshot.db

  # Get snapshot from given address with certificates
  etcdctl --endpoints=https://127.0.0.1:2379 --cacert=/etc/etcd/ca.crt --cert=/etc/etcd/etcd.crt --key=/etc/etcd/etcd.key snapshot save /backup/etcd-snapshot.db

  # Get snapshot wih certain user and password
  etcdctl --user=root --password=password123 snapshot save /backup/etcd-snapshot.db

  # Get snapshot from given address with timeout
  etcdctl --endpoints=https://127.0.0.1:2379 --dial-timeout=20s snapshot save /backup/etcd-snapshot.db

  # Save snapshot with desirable time format
  etcdctl snapshot save /mnt/backup/etcd/backup_$(date +%Y%m%d_%H%M%S).db`;

const ROOT: CobraCommand = {
	use: 'etcdctl',
	short: 'A simple command line client for etcd3.',
	persistentFlags: GLOBAL_FLAGS,
	subcommands: [
		...KV_COMMANDS,
		...CLUSTER_COMMANDS,
		LEASE_COMMAND,
		MOVE_LEADER,
		TXN_COMMAND,
		{
			use: 'snapshot <subcommand>',
			short: 'Manages etcd node snapshots',
			example: SNAPSHOT_EXAMPLE,
			subcommands: [
				{
					use: 'save <filename>',
					short: 'Stores an etcd node backend snapshot to a given file',
					example: SNAPSHOT_EXAMPLE,
					run: snapshotSave,
				},
			],
		},
		{ use: 'version', short: 'Prints the version of etcdctl', run: version },
	],
};

const PROGRAM: CobraProgram = {
	root: ROOT,
	prefixMatching: true,
	usage: etcdctlUsage,
	help: etcdctlUsage,
	usageToStdout: true,
};
