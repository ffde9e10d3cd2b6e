import type { Task } from '../../machinery/task.ts';
import type { CobraCommand, CobraRun } from '../cobra/cobra.ts';
import { bool, string } from '../flags.ts';
import { callEtcd, type EtcdReply } from './etcd-client.ts';
import { EtcdError, EXIT } from './etcd-error.ts';
import { connectionOf } from './etcdctl-flags.ts';
import { fieldsOfHeader, headerOf, hexId, refuseFormat, replyJson } from './replies.ts';

const FORMATS = ['simple', 'json', 'fields', 'table'] as const;

interface Member {
	readonly ID: string;
	readonly name?: string;
	readonly peerURLs: readonly string[];
}

function* ask(run: CobraRun, what: string, body: object): Task<EtcdReply> {
	const connection = yield* connectionOf(run);
	const config = connection.to(connection.endpoints[0] ?? '');
	return yield* callEtcd(
		run.process,
		config,
		`/etcdserverpb.Cluster/Member${what}`,
		`/v3/cluster/member/${what.toLowerCase()}`,
		body,
	);
}

/** Prints the reply, or what of it stands in a sentence. */
function* show(run: CobraRun, reply: EtcdReply, sentence: string): Task<void> {
	const format = refuseFormat(run, FORMATS);
	if (format === 'json') yield* run.out.write(replyJson(reply));
	else if (format === 'fields') yield* run.out.write(fieldsOfHeader(headerOf(reply), run.isOn('hex')));
	else yield* run.out.write(sentence);
}

function padded(decimal: string): string {
	return hexId(decimal).padStart(16);
}

function memberId(text: string | undefined): string {
	if (text === undefined) throw new EtcdError(EXIT.badArgs, 'member ID is not provided');
	if (/^[0-9a-f]{1,16}$/i.test(text)) return BigInt(`0x${text}`).toString();
	const range = /^[0-9a-f]+$/i.test(text) ? 'value out of range' : 'invalid syntax';
	const why = `strconv.ParseUint: parsing ${JSON.stringify(text)}: ${range}`;
	throw new EtcdError(EXIT.badArgs, `bad member ID arg (${why}), expecting ID in Hex`);
}

function urlsOf(run: CobraRun): readonly string[] {
	const text = run.text('peer-urls');
	if (text === '') throw new EtcdError(EXIT.badArgs, 'member peer urls not provided.');
	return text.split(',');
}

/** Models member_command.go memberAddCommandFunc. */
function* add(run: CobraRun): Task<number> {
	const [name, ...more] = run.operands;
	if (name === undefined) throw new EtcdError(EXIT.badArgs, 'member name not provided.');
	if (more.length > 0) {
		const hint = 'please quote urls or use comma-separated --peer-urls';
		throw new EtcdError(EXIT.badArgs, `too many arguments; ${hint}`);
	}
	const isLearner = run.isOn('learner');
	const reply = yield* ask(run, 'Add', { peerURLs: urlsOf(run), ...(isLearner ? { isLearner } : {}) });
	const added = reply.member as Member;
	const cluster = padded(headerOf(reply).cluster_id);
	const initial = (reply.members as readonly Member[]).flatMap((member) =>
		member.peerURLs.map((url) => `${member.ID === added.ID ? name : (member.name ?? '')}=${url}`),
	);
	const lines = [
		`Member ${padded(added.ID)} added to cluster ${cluster}`,
		'',
		`ETCD_NAME=${JSON.stringify(name)}`,
		`ETCD_INITIAL_CLUSTER=${JSON.stringify(initial.join(','))}`,
		`ETCD_INITIAL_ADVERTISE_PEER_URLS=${JSON.stringify(added.peerURLs.join(','))}`,
		'ETCD_INITIAL_CLUSTER_STATE="existing"',
		'',
	];
	yield* show(run, reply, lines.join('\n'));
	return 0;
}

/** Of a member that is named by its id. */
function change(what: string, done: string, more: (run: CobraRun) => object = () => ({})) {
	return (run: CobraRun): Task<number> => changeMember(run, what, done, more(run));
}

function* changeMember(run: CobraRun, what: string, done: string, more: object): Task<number> {
	const id = memberId(run.operands[0]);
	const reply = yield* ask(run, what, { ID: id, ...more });
	yield* show(run, reply, `Member ${padded(id)} ${done} cluster ${padded(headerOf(reply).cluster_id)}\n`);
	return 0;
}

/** Models move_leader_command.go transferLeadershipCommandFunc. */
function* moveLeader(run: CobraRun): Task<number> {
	if (run.operands.length !== 1) throw new EtcdError(EXIT.badArgs, 'move-leader command needs 1 argument');
	const [text = ''] = run.operands;
	if (!/^[0-9a-f]{1,16}$/i.test(text)) {
		const why = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
		throw new EtcdError(EXIT.badArgs, why);
	}
	const target = BigInt(`0x${text}`).toString();
	const connection = yield* connectionOf(run);
	const config = connection.to(connection.endpoints[0] ?? '');
	const service = '/etcdserverpb.Maintenance';
	const { leader } = yield* callEtcd(run.process, config, `${service}/Status`, '/v3/maintenance/status', {});
	const path = '/v3/maintenance/transfer-leadership';
	const reply = yield* callEtcd(run.process, config, `${service}/MoveLeader`, path, { targetID: target });
	const ids = `${hexId(String(leader))} to ${hexId(target)}`;
	yield* show(run, reply, `Leadership transferred from ${ids}\n`);
	return 0;
}

const PEER_URLS = { 'peer-urls': string('', 'comma separated peer URLs for the new member.') };

/** What changes the members. Models etcdctl/ctlv3/command member_command.go. */
export const MEMBER_CHANGES: readonly CobraCommand[] = [
	{
		use: 'add <memberName> [options]',
		short: 'Adds a member into the cluster',
		flags: { ...PEER_URLS, learner: bool(false, 'indicates if the new member is raft learner') },
		run: add,
	},
	{
		use: 'promote <memberID>',
		short: 'Promotes a non-voting member in the cluster',
		run: change('Promote', 'promoted in'),
	},
	{ use: 'remove <memberID>', short: 'Removes a member from the cluster', run: change('Remove', 'removed from') },
	{
		use: 'update <memberID> [options]',
		short: 'Updates a member in the cluster',
		flags: { 'peer-urls': string('', 'comma separated peer URLs for the updated member.') },
		run: change('Update', 'updated in', (run) => ({ peerURLs: urlsOf(run) })),
	},
];

export const MOVE_LEADER: CobraCommand = {
	use: 'move-leader <transferee-member-id>',
	short: 'Transfers leadership to another etcd cluster member.',
	run: moveLeader,
};
