import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { CobraCommand, CobraRun } from '../cobra/cobra.ts';
import { bool } from '../flags.ts';
import { callEtcd, type EtcdReply } from './etcd-client.ts';
import { EtcdError, EXIT } from './etcd-error.ts';
import { connectionOf } from './etcdctl-flags.ts';
import { bytesOf, refuseFormat, replyJson } from './replies.ts';

const FORMATS = ['simple', 'json'] as const;

function* ask(run: CobraRun, method: string, path: string, body: object): Task<EtcdReply> {
	const connection = yield* connectionOf(run);
	const config = connection.to(connection.endpoints[0] ?? '');
	return yield* callEtcd(run.process, config, `/etcdserverpb.Lease/${method}`, `/v3/lease/${path}`, body);
}

/** As etcd writes ids: 16 digits in hexadecimal. */
function idText(decimal: unknown): string {
	return BigInt(String(decimal)).toString(16).padStart(16, '0');
}

/** Models etcdctl/ctlv3/command leaseFromArgs. */
export function leaseOf(hex: string): string {
	if (/^[0-9a-f]{1,16}$/i.test(hex)) return BigInt(`0x${hex}`).toString();
	throw new EtcdError(
		EXIT.badArgs,
		`bad lease ID arg (strconv.ParseInt: parsing ${JSON.stringify(hex)}: invalid syntax), expecting ID in Hex`,
	);
}

function only(run: CobraRun, message: string): string {
	const [given] = run.operands;
	if (given === undefined || run.operands.length !== 1) throw new EtcdError(EXIT.badArgs, message);
	return given;
}

function* tell(run: CobraRun, reply: EtcdReply, text: string): Task<number> {
	yield* run.out.write(refuseFormat(run, FORMATS) === 'json' ? replyJson(reply) : text);
	return 0;
}

function* grant(run: CobraRun): Task<number> {
	const given = only(run, 'lease grant command needs TTL argument');
	if (!/^[-+]?\d+$/.test(given)) {
		throw new EtcdError(EXIT.badArgs, `bad TTL (strconv.ParseInt: parsing ${JSON.stringify(given)}: invalid syntax)`);
	}
	const reply = yield* ask(run, 'LeaseGrant', 'grant', { TTL: Number(given) });
	return yield* tell(run, reply, `lease ${idText(reply.ID)} granted with TTL(${reply.TTL as string}s)\n`);
}

function* revoke(run: CobraRun): Task<number> {
	const ID = leaseOf(only(run, 'lease revoke command needs 1 argument'));
	const reply = yield* ask(run, 'LeaseRevoke', 'revoke', { ID });
	return yield* tell(run, reply, `lease ${idText(ID)} revoked\n`);
}

function* timeToLive(run: CobraRun): Task<number> {
	const ID = leaseOf(only(run, 'lease timetolive command needs lease ID as argument'));
	const reply = yield* ask(run, 'LeaseTimeToLive', 'timetolive', { ID, keys: run.isOn('keys') });
	if (reply.grantedTTL === undefined) return yield* tell(run, reply, `lease ${idText(ID)} already expired\n`);
	const keys = ((reply.keys ?? []) as readonly string[]).map((key) => decodeUtf8(bytesOf(key)));
	const attached = run.isOn('keys') ? `, attached keys([${keys.join(' ')}])` : '';
	const { grantedTTL, TTL = '0' } = reply as { readonly grantedTTL: string; readonly TTL?: string };
	return yield* tell(
		run,
		reply,
		`lease ${idText(ID)} granted with TTL(${grantedTTL}s), remaining(${TTL}s)${attached}\n`,
	);
}

function* list(run: CobraRun): Task<number> {
	const reply = yield* ask(run, 'LeaseLeases', 'leases', {});
	const leases = (reply.leases ?? []) as readonly { readonly ID: string }[];
	return yield* tell(
		run,
		reply,
		`found ${leases.length} leases\n${leases.map(({ ID }) => `${idText(ID)}\n`).join('')}`,
	);
}

function* keepAlive(run: CobraRun): Task<number> {
	const ID = leaseOf(only(run, 'lease keep-alive command needs lease ID as argument'));
	for (;;) {
		const { result } = (yield* ask(run, 'LeaseKeepAlive', 'keepalive', { ID })) as {
			readonly result: { readonly TTL?: string };
		};
		const seconds = Number(result.TTL ?? 0);
		if (seconds === 0) {
			yield* run.out.write(`lease ${idText(ID)} expired or revoked.\n`);
			return 0;
		}
		yield* run.out.write(`lease ${idText(ID)} keepalived with TTL(${seconds})\n`);
		yield* run.out.flush();
		if (run.isOn('once')) return 0;
		yield* run.process.sleep((seconds * 1000) / 3);
	}
}

/** Models etcdctl/ctlv3/command/lease_command.go. */
export const LEASE_COMMAND: CobraCommand = {
	use: 'lease <subcommand>',
	short: 'Lease related commands',
	subcommands: [
		{ use: 'grant <ttl>', short: 'Creates leases', run: grant },
		{
			use: 'keep-alive [options] <leaseID>',
			short: 'Keeps leases alive (renew)',
			flags: { once: bool(false, 'Resets the keep-alive time to its original value and exits immediately') },
			run: keepAlive,
		},
		{ use: 'list', short: 'List all active leases', run: list },
		{ use: 'revoke <leaseID>', short: 'Revokes leases', run: revoke },
		{
			use: 'timetolive <leaseID> [options]',
			short: 'Get lease information',
			flags: { keys: bool(false, 'Get keys attached to this lease') },
			run: timeToLive,
		},
	],
};
