import type { ByteReader } from '../http/byte-reader.ts';
import type { Task } from '../task.ts';
import { SftpWriter as PacketWriter } from './sftp-wire.ts';

/** Kinds of messages. Models draft-miller-ssh-agent. */
export const AGENT = {
	failure: 5,
	success: 6,
	requestIdentities: 11,
	identities: 12,
	sign: 13,
	signature: 14,
	add: 17,
	remove: 18,
	removeAll: 19,
	lock: 22,
	unlock: 23,
	addConstrained: 25,
} as const;

/** A key is to be forgotten after so many seconds. */
export const AGENT_LIFETIME = 1;

const MESSAGE_BYTES_MAX = 262_144;

/** Undefined at the end, and for what is too long. */
export function* readAgentMessage(reader: ByteReader): Task<Uint8Array | undefined> {
	if ((yield* reader.peek()) === undefined) return undefined;
	const head = yield* reader.exactly(4);
	const length = new DataView(head.buffer, head.byteOffset).getUint32(0);
	return length === 0 || length > MESSAGE_BYTES_MAX ? undefined : yield* reader.exactly(length);
}

/** A message of this kind. */
export function agentMessage(kind: number): PacketWriter {
	return new PacketWriter().byte(kind);
}
