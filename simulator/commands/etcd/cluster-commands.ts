import { formatDuration } from '../../machinery/duration.ts';
import type { Task } from '../../machinery/task.ts';
import type { CobraCommand, CobraRun } from '../cobra/cobra.ts';
import { bool, string } from '../flags.ts';
import { asciiTable } from './ascii-table.ts';
import { callEtcd, type EtcdClientConfig, type EtcdReply } from './etcd-client.ts';
import { EtcdError, EXIT } from './etcd-error.ts';
import { type Connection, connectionOf } from './etcdctl-flags.ts';
import { humanBytes } from './human-bytes.ts';
import { MEMBER_CHANGES } from './member-commands.ts';
import { fieldsOfHeader, headerOf, hexId, refuseFormat, replyJson } from './replies.ts';

const FORMATS = ['simple', 'json', 'fields', 'table'] as const;
const MEMBER_LIST = ['/etcdserverpb.Cluster/MemberList', '/v3/cluster/member/list'] as const;

interface Member {
	readonly ID: string;
	readonly name?: string;
	readonly peerURLs: readonly string[];
	readonly clientURLs?: readonly string[];
	readonly isLearner?: boolean;
}

/** The endpoints that a command asks one by one. Models endpointsFromCluster. */
function* endpointsOf(run: CobraRun, connection: Connection): Task<readonly string[]> {
	if (!run.isOn('cluster')) return connection.endpoints;
	try {
		const reply = yield* callEtcd(run.process, connection.to(connection.endpoints[0] ?? ''), ...MEMBER_LIST, {});
		return (reply.members as readonly Member[]).flatMap((member) => member.clientURLs ?? []);
	} catch (error) {
		if (!(error instanceof EtcdError)) throw error;
		throw new EtcdError(EXIT.error, `failed to fetch endpoints from etcd cluster member list: ${error.message}`);
	}
}

/** How long the real one took: what the virtual clock does not measure. */
function latencyText(run: CobraRun, sinceMs: number): string {
	const nanos = 4_000_000 + (run.process.randomUint32() % 9_000_000);
	return formatDuration(run.process.now() - sinceMs + nanos / 1e6);
}

interface Health {
	readonly endpoint: string;
	readonly health: boolean;
	readonly took: string;
	readonly error?: string;
}

/** Models ep_command.go epHealthCommandFunc. */
function* health(run: CobraRun): Task<number> {
	const connection = yield* connectionOf(run);
	const format = refuseFormat(run, FORMATS);
	const found: Health[] = [];
	for (const endpoint of yield* endpointsOf(run, connection)) {
		const since = run.process.now();
		const config = connection.to(endpoint, undefined, 'client');
		try {
			yield* callEtcd(run.process, config, '/etcdserverpb.KV/Range', '/v3/kv/range', { key: 'aGVhbHRo' });
			const { alarms = [] } = yield* alarmsOf(run, config, 'GET');
			const active = (alarms as readonly Alarm[]).map((each) => `${each.alarm} `).join('');
			const took = latencyText(run, since);
			if (active === '') found.push({ endpoint, health: true, took });
			else found.push({ endpoint, health: false, took, error: `Active Alarm(s): ${active}` });
		} catch (error) {
			if (!(error instanceof EtcdError)) throw error;
			found.push({ endpoint, health: false, took: latencyText(run, since), error: error.message });
		}
	}
	yield* printHealth(run, format, found);
	if (found.some((each) => !each.health)) throw new EtcdError(EXIT.error, 'unhealthy cluster');
	return 0;
}

function* printHealth(run: CobraRun, format: string, found: readonly Health[]): Task<void> {
	if (format === 'json') yield* run.out.write(replyJson(found));
	else if (format === 'table') {
		const rows = found.map((each) => [each.endpoint, String(each.health), each.took, each.error ?? '']);
		yield* run.out.write(asciiTable(['endpoint', 'health', 'took', 'error'], rows));
	} else if (format === 'fields') {
		for (const { endpoint, health: ok, took, error } of found) {
			const lines = [`"Endpoint" : ${JSON.stringify(endpoint)}`, `"Health" : ${ok}`, `"Took" : ${took}`];
			yield* run.out.write(`${lines.join('\n')}\n"Error" : ${error ?? ''}\n\n`);
		}
	} else {
		for (const { endpoint, took, error } of found) {
			if (error === undefined) {
				yield* run.out.write(`${endpoint} is healthy: successfully committed proposal: took = ${took}\n`);
			} else yield* run.say(`${endpoint} is unhealthy: failed to commit proposal: ${error}\n`);
		}
	}
}

interface Status {
	readonly Endpoint: string;
	readonly Status: EtcdReply;
}

/** Models epStatusCommandFunc. */
function* status(run: CobraRun): Task<number> {
	const connection = yield* connectionOf(run);
	const format = refuseFormat(run, FORMATS);
	const found: Status[] = [];
	let failed = false;
	for (const endpoint of yield* endpointsOf(run, connection)) {
		try {
			const reply = yield* callEtcd(
				run.process,
				connection.to(endpoint),
				'/etcdserverpb.Maintenance/Status',
				'/v3/maintenance/status',
				{},
			);
			found.push({ Endpoint: endpoint, Status: reply });
		} catch (error) {
			if (!(error instanceof EtcdError)) throw error;
			yield* run.say(`Failed to get the status of endpoint ${endpoint} (${error.message})\n`);
			failed = true;
		}
	}
	if (format === 'json') yield* run.out.write(replyJson(found));
	else if (format === 'table') yield* run.out.write(asciiTable(STATUS_TITLES, found.map(statusRow)));
	else if (format === 'fields') {
		for (const each of found) yield* run.out.write(statusFields(each, run.isOn('hex')));
	} else for (const each of found) yield* run.out.write(`${statusRow(each).join(', ')}\n`);
	return failed ? EXIT.error : 0;
}

const STATUS_TITLES =
	'endpoint,ID,version,storage version,db size,in use,percentage not in use,quota,is leader,is learner,raft term,raft index,raft applied index,errors,downgrade target version,downgrade enabled'.split(
		',',
	);

/** Models makeEndpointStatusTable. */
function statusRow({ Endpoint, Status: reply }: Status): string[] {
	const text = (name: string): string => String(reply[name]);
	const header = headerOf(reply);
	const [size, used] = [Number(reply.dbSize), Number(reply.dbSizeInUse)];
	return [
		Endpoint,
		hexId(header.member_id),
		text('version'),
		text('storageVersion'),
		humanBytes(size),
		humanBytes(used),
		`${100 - Math.floor((used * 100) / size)}%`,
		humanBytes(Number(reply.dbSizeQuota)),
		String(reply.leader === header.member_id),
		'false',
		text('raftTerm'),
		text('raftIndex'),
		text('raftAppliedIndex'),
		((reply.errors as readonly string[] | undefined) ?? []).join(', '),
		'',
		'false',
	];
}

/** Models fieldsPrinter.EndpointStatus. */
function statusFields({ Endpoint, Status: reply }: Status, hex: boolean): string {
	const lines = [
		`"Version" : ${JSON.stringify(reply.version)}`,
		`"StorageVersion" : ${JSON.stringify(reply.storageVersion)}`,
		`"DBSize" : ${reply.dbSize as string}`,
		`"DBSizeInUse" : ${reply.dbSizeInUse as string}`,
		`"DBSizeQuota" : ${reply.dbSizeQuota as string}`,
		`"Leader" : ${reply.leader as string}`,
		'"IsLearner" : false',
		`"RaftIndex" : ${reply.raftIndex as string}`,
		`"RaftTerm" : ${reply.raftTerm as string}`,
		`"RaftAppliedIndex" : ${reply.raftAppliedIndex as string}`,
		`"Errors" : [${((reply.errors as readonly string[] | undefined) ?? []).join(' ')}]`,
		`"Endpoint" : ${JSON.stringify(Endpoint)}`,
		'"DowngradeTargetVersion" : ""',
		'"DowngradeEnabled" : false',
	];
	return `${fieldsOfHeader(headerOf(reply), hex)}${lines.join('\n')}\n\n`;
}

/** Models member_command.go memberListCommandFunc. */
function* memberList(run: CobraRun): Task<number> {
	const connection = yield* connectionOf(run);
	const format = refuseFormat(run, FORMATS);
	const reply = yield* callEtcd(run.process, connection.to(connection.endpoints[0] ?? ''), ...MEMBER_LIST, {});
	const members = reply.members as readonly Member[];
	const hex = run.isOn('hex');
	const rows = members.map((each) => [
		hexId(each.ID),
		each.name === undefined ? 'unstarted' : 'started',
		each.name ?? '',
		each.peerURLs.join(','),
		(each.clientURLs ?? []).join(','),
		String(each.isLearner ?? false),
	]);
	if (format === 'simple') yield* run.out.write(rows.map((row) => `${row.join(', ')}\n`).join(''));
	else if (format === 'table') {
		const titles = ['ID', 'Status', 'Name', 'Peer Addrs', 'Client Addrs', 'Is Learner'];
		yield* run.out.write(asciiTable(titles, rows));
	} else if (format === 'json') yield* run.out.write(hex ? hexMemberList(reply, members) : replyJson(reply));
	else {
		const fields = members.map((each) => memberFields(each, hex)).join('');
		yield* run.out.write(fieldsOfHeader(headerOf(reply), hex) + fields);
	}
	return 0;
}

function hexMemberList(reply: EtcdReply, members: readonly Member[]): string {
	const { cluster_id: cluster, member_id: member, raft_term: term } = headerOf(reply);
	const header = { cluster_id: hexId(cluster), member_id: hexId(member), raft_term: Number(term) };
	return `${JSON.stringify({ header, members: members.map((each) => ({ ...each, ID: hexId(each.ID) })) })}\n`;
}

function memberFields({ ID, name = '', peerURLs, clientURLs = [], isLearner = false }: Member, hex: boolean): string {
	const urls = [
		...peerURLs.map((url) => `"PeerURL" : ${JSON.stringify(url)}\n`),
		...clientURLs.map((url) => `"ClientURL" : ${JSON.stringify(url)}\n`),
	];
	return `"ID" : ${hex ? hexId(ID) : ID}\n"Name" : ${JSON.stringify(name)}\n${urls.join('')}"IsLearner" : ${isLearner}\n\n`;
}

interface Alarm {
	readonly memberID: string;
	readonly alarm: string;
}

function* alarmsOf(run: CobraRun, config: EtcdClientConfig, action: 'GET' | 'DEACTIVATE'): Task<EtcdReply> {
	return yield* callEtcd(run.process, config, '/etcdserverpb.Maintenance/Alarm', '/v3/maintenance/alarm', { action });
}

/** Models alarm_command.go and the printers' Alarm. */
function* alarm(run: CobraRun, action: 'GET' | 'DEACTIVATE'): Task<number> {
	const connection = yield* connectionOf(run);
	const format = refuseFormat(run, ['simple', 'json', 'fields']);
	const reply = yield* alarmsOf(run, connection.to(connection.endpoints[0] ?? ''), action);
	const alarms = (reply.alarms ?? []) as readonly Alarm[];
	if (format === 'json') yield* run.out.write(replyJson(reply));
	else if (format === 'fields') {
		const lines = alarms.map((each) => `"MemberID" : ${each.memberID}\n"AlarmType" : "${each.alarm}"\n\n`);
		yield* run.out.write(fieldsOfHeader(headerOf(reply), run.isOn('hex')) + lines.join(''));
	} else yield* run.out.write(alarms.map((each) => `memberID:${each.memberID} alarm:${each.alarm} \n`).join(''));
	return 0;
}

/** Models defrag_command.go. */
function* defrag(run: CobraRun): Task<number> {
	const connection = yield* connectionOf(run);
	let failed = false;
	for (const endpoint of yield* endpointsOf(run, connection)) {
		const since = run.process.now();
		try {
			const method = '/etcdserverpb.Maintenance/Defragment';
			yield* callEtcd(run.process, connection.to(endpoint), method, '/v3/maintenance/defragment', {});
			yield* run.out.write(`Finished defragmenting etcd member[${endpoint}]. took ${latencyText(run, since)}\n`);
		} catch (error) {
			if (!(error instanceof EtcdError)) throw error;
			const took = latencyText(run, since);
			yield* run.say(`Failed to defragment etcd member[${endpoint}]. took ${took}. (${error.message})\n`);
			failed = true;
		}
	}
	return failed ? EXIT.error : 0;
}

/** Models ep_command.go epHashKVCommandFunc. */
function* hashKv(run: CobraRun): Task<number> {
	const connection = yield* connectionOf(run);
	const format = refuseFormat(run, ['simple', 'json', 'table']);
	const rows: (readonly [string, string, string])[] = [];
	const replies: object[] = [];
	for (const endpoint of yield* endpointsOf(run, connection)) {
		const method = '/etcdserverpb.Maintenance/HashKV';
		const reply = yield* callEtcd(run.process, connection.to(endpoint), method, '/v3/maintenance/hash', {});
		replies.push({ Endpoint: endpoint, HashKV: reply });
		rows.push([endpoint, String(reply.hash), String(reply.hash_revision)]);
	}
	if (format === 'json') yield* run.out.write(replyJson(replies));
	else if (format === 'table') yield* run.out.write(asciiTable(['ENDPOINT', 'HASH', 'HASH REVISION'], rows));
	else for (const row of rows) yield* run.out.write(`${row.join(', ')}\n`);
	return 0;
}

const CLUSTER_FLAG = { cluster: bool(false, 'use all endpoints from the cluster member list') };

/** Models etcdctl/ctlv3/command {alarm,defrag,ep,member}_command.go. */
export const CLUSTER_COMMANDS: readonly CobraCommand[] = [
	{
		use: 'alarm <subcommand>',
		short: 'Alarm related commands',
		subcommands: [
			{ use: 'disarm', short: 'Disarms all alarms', run: (run) => alarm(run, 'DEACTIVATE') },
			{ use: 'list', short: 'Lists all alarms', run: (run) => alarm(run, 'GET') },
		],
	},
	{
		use: 'defrag',
		short: 'Defragments the storage of the etcd members with given endpoints',
		persistentFlags: CLUSTER_FLAG,
		run: defrag,
	},
	{
		use: 'endpoint <subcommand>',
		short: 'Endpoint related commands',
		persistentFlags: CLUSTER_FLAG,
		subcommands: [
			{
				use: 'hashkv',
				short: 'Prints the KV history hash for each endpoint in --endpoints',
				run: hashKv,
			},
			{
				use: 'health',
				short: 'Checks the healthiness of endpoints specified in `--endpoints` flag',
				run: health,
			},
			{
				use: 'status',
				short: 'Prints out the status of endpoints specified in `--endpoints` flag',
				long: 'When --write-out is set to simple, this command prints out comma-separated status lists for each endpoint.\nThe items in the lists are endpoint, ID, version, db size, is leader, is learner, raft term, raft index, raft applied index, errors.\n',
				run: status,
			},
		],
	},
	{
		use: 'member <subcommand>',
		short: 'Membership related commands',
		subcommands: [
			...MEMBER_CHANGES,
			{
				use: 'list',
				short: 'Lists all members in the cluster',
				long: 'When --write-out is set to simple, this command prints out comma-separated member lists for each endpoint.\nThe items in the lists are ID, Status, Name, Peer Addrs, Client Addrs, Is Learner.\n',
				flags: { consistency: string('l', 'Linearizable(l) or Serializable(s)') },
				run: memberList,
			},
		],
	},
];
