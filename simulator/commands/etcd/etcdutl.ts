import {
	type Backend,
	type EtcdDisks,
	hasHash,
	liveToken,
	readBackend,
	splitHash,
	writeBackend,
} from '../../hosts/etcd/backend-file.ts';
import { etcdMember } from '../../hosts/etcd/member.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { sha256 } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { type CobraCommand, type CobraRun, runCobra } from '../cobra/cobra.ts';
import { defaultUsage } from '../cobra/default-usage.ts';
import { bool, duration, int, string } from '../flags.ts';
import { goErrno } from '../kubectl/errors.ts';
import { readFile } from '../stdio.ts';
import { type UnixRun, unixCommand } from '../unix-command.ts';
import { asciiTable } from './ascii-table.ts';
import { crc32c } from './crc32c.ts';
import { EtcdError, EXIT } from './etcd-error.ts';
import { API_VERSION, ETCD_VERSION } from './etcdctl-usage.ts';
import { humanBytes } from './human-bytes.ts';
import { type LogEntry, zapConsole } from './zap-log.ts';

/** What works on etcd's files. Differs: neither defrag nor migrate nor hashkv. */
export const etcdutl = unixCommand({
	name: 'etcdutl',
	paths: ['/usr/local/bin/etcdutl'],
	size: 16_117_944,
	main: (run) => main(run),
});

function* main(run: UnixRun): Task<number> {
	try {
		return yield* runCobra({ root: ROOT, prefixMatching: true, usage: defaultUsage, help: defaultUsage }, run);
	} catch (error) {
		if (!(error instanceof EtcdError)) throw error;
		yield* run.say(`Error: ${error.message}\n`);
		return error.status;
	}
}

function* version(run: CobraRun): Task<number> {
	yield* run.out.write(`etcdutl version: ${ETCD_VERSION}\nAPI version: ${API_VERSION}\n`);
	return 0;
}

/** All of a file. Throws EtcdError in Go's words. */
function* fileOf(process: Process, path: string, call: 'stat' | 'open'): Task<Uint8Array> {
	try {
		if (process.stat(path).type === 'directory') throw new SystemError('EISDIR');
		return yield* readFile(process, path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const doing = error.errno === 'EISDIR' ? 'read' : error.errno === 'ENOENT' ? call : 'open';
		throw new EtcdError(EXIT.error, `${doing} ${path}: ${goErrno(error)}`);
	}
}

/** What is in a file that etcd has written: a snapshot, or the backend of a data directory. */
function backendIn(process: Process, bytes: Uint8Array): Backend | undefined {
	const token = liveToken(bytes);
	return token === undefined ? readBackend(bytes) : process.port<EtcdDisks>('etcd-disks')?.read(token);
}

/** Models etcdutl/snapshot v3Manager.Status. */
function* status(run: CobraRun): Task<number> {
	const { process, operands } = run;
	const [path] = operands;
	if (path === undefined || operands.length !== 1) {
		throw new EtcdError(EXIT.badArgs, 'snapshot status requires exactly one argument');
	}
	const bytes = yield* fileOf(process, path, 'stat');
	const format = run.text('write-out');
	if (!['simple', 'fields', 'json', 'table', 'protobuf'].includes(format)) {
		throw new EtcdError(EXIT.badFeature, 'unsupported output format');
	}
	const backend = backendIn(process, bytes);
	if (backend === undefined) throw new EtcdError(EXIT.error, 'invalid database');
	const pages = writeBackend(backend);
	const found = {
		hash: crc32c(pages),
		revision: backend.revision,
		totalKey: backend.entries.length,
		totalSize: pages.length,
		version: '3.6.0',
	};
	const row = [
		found.hash.toString(16),
		String(found.revision),
		String(found.totalKey),
		humanBytes(found.totalSize),
		found.version,
	];
	if (format === 'json') yield* run.out.write(`${JSON.stringify(found)}\n`);
	else if (format === 'simple') yield* run.out.write(`${row.join(', ')}\n`);
	else if (format === 'table') {
		yield* run.out.write(asciiTable(['hash', 'revision', 'total keys', 'total size', 'version'], [row]));
	} else if (format === 'fields') {
		const { hash, revision, totalKey, totalSize, version: storage } = found;
		yield* run.out.write(
			`"Hash" : ${hash}\n"Revision" : ${revision}\n"Keys" : ${totalKey}\n"Size" : ${totalSize}\n"Version" : ${storage}\n`,
		);
	} else throw new EtcdError(EXIT.badFeature, 'protobuf not supported as output format');
	return 0;
}

/** Models etcdutl snapshot_command.go SnapshotRestoreCommandFunc and v3Manager.Restore. */
function* restore(run: CobraRun): Task<number> {
	const { process, operands, text } = run;
	const [path] = operands;
	if (path === undefined || operands.length !== 1) {
		throw new EtcdError(EXIT.badArgs, 'snapshot restore requires exactly one argument');
	}
	const bump = run.number('bump-revision');
	if (bump > 0 !== run.isOn('mark-compacted')) {
		throw new EtcdError(EXIT.badArgs, '--mark-compacted required if --revision-bump > 0');
	}
	const peerUrls = text('initial-advertise-peer-urls').split(',');
	checkBootstrap(text('name'), peerUrls, text('initial-cluster'));
	const dataDir = text('data-dir') === '' ? `${text('name')}.etcd` : text('data-dir').replace(/(.)\/+$/, '$1');
	if (exists(process, dataDir) && !isEmptyDirectory(process, dataDir)) {
		throw new EtcdError(EXIT.error, `data-dir ${JSON.stringify(dataDir)} not empty or could not be read`);
	}
	const walDir = text('wal-dir') === '' ? `${dataDir}/member/wal` : text('wal-dir');
	if (text('wal-dir') !== '' && exists(process, walDir)) {
		throw new EtcdError(EXIT.error, `wal-dir ${JSON.stringify(walDir)} exists`);
	}
	const snapDir = `${dataDir}/member/snap`;
	const about = {
		path,
		'wal-dir': walDir,
		'data-dir': dataDir,
		'snap-dir': snapDir,
		'initial-memory-map-size': run.number('initial-memory-map-size'),
	};
	const log = (caller: string, message: string, fields: object = {}): Task<void> =>
		run.say(zapConsole(process, { level: 'info', caller, message, fields } satisfies LogEntry));
	yield* log('snapshot/v3_snapshot.go:305', 'restoring snapshot', about);
	const backend = verified(process, yield* fileOf(process, path, 'open'), run.isOn('skip-hash-check'));
	const member = etcdMember(peerUrls, text('initial-cluster-token'));
	const revision = backend.revision + bump;
	try {
		for (const folder of [dataDir, `${dataDir}/member`, snapDir, walDir]) makeFolder(process, folder);
		yield* writeFile(process, `${snapDir}/db`, writeBackend({ ...backend, revision, member }));
		yield* writeFile(process, `${snapDir}/0000000000000001-0000000000000001.snap`, new Uint8Array(0));
		yield* writeFile(process, `${walDir}/0000000000000000-0000000000000000.wal`, new Uint8Array(0));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new EtcdError(EXIT.error, `mkdir ${dataDir}: ${goErrno(error)}`);
	}
	yield* log('schema/membership.go:138', 'Trimming membership information from the backend...');
	if (bump > 0) {
		const bumped = { 'latest-revision': backend.revision, 'bump-amount': bump, 'new-latest-revision': revision };
		yield* log('snapshot/v3_snapshot.go:396', 'bumping latest revision', bumped);
		yield* log('snapshot/v3_snapshot.go:413', 'marking revision compacted', { revision });
	}
	yield* log('membership/cluster.go:424', 'added member', {
		'cluster-id': member.clusterId,
		'local-member-id': '0',
		'added-peer-id': member.memberId,
		'added-peer-peer-urls': peerUrls,
		'added-peer-is-learner': false,
	});
	yield* log('snapshot/v3_snapshot.go:333', 'restored snapshot', about);
	return 0;
}

/** Models server/config ServerConfig.VerifyBootstrap. */
function checkBootstrap(name: string, peerUrls: readonly string[], initialCluster: string): void {
	const own = initialCluster
		.split(',')
		.filter((each) => each.startsWith(`${name}=`))
		.map((each) => each.slice(name.length + 1));
	if (own.length === 0) {
		throw new EtcdError(
			EXIT.error,
			`couldn't find local name ${JSON.stringify(name)} in the initial cluster configuration`,
		);
	}
	const missing = peerUrls.filter((url) => !own.includes(url));
	if (missing.length > 0 || own.length !== peerUrls.length) {
		throw new EtcdError(
			EXIT.error,
			`--initial-cluster has ${initialCluster} but missing from --initial-advertise-peer-urls=${peerUrls.join(',')} (len([${peerUrls.map((url) => JSON.stringify(url)).join(' ')}]) != len([${own.map((url) => JSON.stringify(url)).join(' ')}]))`,
		);
	}
}

/** Models v3Manager.copyAndVerifyDB. */
function verified(process: Process, bytes: Uint8Array, skip: boolean): Backend {
	const hashed = hasHash(bytes.length);
	if (!hashed && !skip) {
		throw new EtcdError(EXIT.error, 'snapshot missing hash but --skip-hash-check=false');
	}
	if (hashed && !skip) {
		const { pages, hash } = splitHash(bytes);
		const found = sha256(pages);
		if (found.some((byte, at) => byte !== hash[at])) {
			throw new EtcdError(EXIT.error, `expected sha256 [${hash.join(' ')}], got [${found.join(' ')}]`);
		}
	}
	const backend = backendIn(process, bytes);
	if (backend === undefined) throw new EtcdError(EXIT.error, 'invalid database');
	return backend;
}

function exists(process: Process, path: string): boolean {
	return process.access(path, {});
}

function isEmptyDirectory(process: Process, path: string): boolean {
	try {
		return process.readdir(path).length === 0;
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

/** With those above it. Throws SystemError. */
function makeFolder(process: Process, path: string): void {
	if (path === '' || path === '/' || exists(process, path)) return;
	const above = path.slice(0, path.lastIndexOf('/'));
	if (above !== '') makeFolder(process, above);
	process.mkdir(path, 0o700);
}

function* writeFile(process: Process, path: string, data: Uint8Array): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o600);
	yield* process.write(fd, data);
	process.close(fd);
}

/** Models etcdutl/ctl.go and etcdutl/etcdutl/snapshot_command.go. */
const ROOT: CobraCommand = {
	use: 'etcdutl',
	short: 'An administrative command line tool for etcd3.',
	persistentFlags: {
		timeout: duration(10_000, 'time to wait to obtain a file lock on db file, 0 to block indefinitely'),
		'write-out': string('simple', 'set the output format (fields, json, protobuf, simple, table)', { shorthand: 'w' }),
	},
	subcommands: [
		{
			use: 'snapshot <subcommand>',
			short: 'Manages etcd node snapshots',
			subcommands: [
				{
					use: 'restore <filename> --data-dir {output dir} [options]',
					short: 'Restores an etcd member snapshot to an etcd directory',
					flags: {
						'data-dir': string('', 'Path to the output data directory'),
						'wal-dir': string('', 'Path to the WAL directory (use --data-dir if none given)'),
						'initial-cluster': string(
							'default=http://localhost:2380',
							'Initial cluster configuration for restore bootstrap',
						),
						'initial-cluster-token': string(
							'etcd-cluster',
							'Initial cluster token for the etcd cluster during restore bootstrap',
						),
						'initial-advertise-peer-urls': string(
							'http://localhost:2380',
							"List of this member's peer URLs to advertise to the rest of the cluster",
						),
						name: string('default', 'Human-readable name for this member'),
						'skip-hash-check': bool(
							false,
							'Ignore snapshot integrity hash value (required if copied from data directory)',
						),
						'initial-memory-map-size': int(
							10_737_418_240,
							'Initial memory map size of the database in bytes. It uses the default value if not defined or defined to 0',
						),
						'bump-revision': int(0, 'How much to increase the latest revision after restore'),
						'mark-compacted': bool(
							false,
							'Mark the latest revision after restore as the point of scheduled compaction (required if --bump-revision > 0, disallowed otherwise)',
						),
					},
					run: restore,
				},
				{
					use: 'status <filename>',
					short: 'Gets backend snapshot status of a given file',
					long: 'When --write-out is set to simple, this command prints out comma-separated status lists for each endpoint.\nThe items in the lists are hash, revision, total keys, total size.\n',
					run: status,
				},
			],
		},
		{ use: 'version', short: 'Prints the version of etcdutl', run: version },
	],
};
