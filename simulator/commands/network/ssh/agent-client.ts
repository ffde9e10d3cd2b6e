import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { decodeBase64, encodeBase64 } from '../../../machinery/base64.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { AGENT, agentMessage, readAgentMessage } from '../../../machinery/ssh/agent-wire.ts';
import { SftpReader as PacketReader, type SftpWriter as PacketWriter } from '../../../machinery/ssh/sftp-wire.ts';
import { wireFields } from '../../../machinery/ssh/ssh-key.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';

export interface AgentKey {
	/** "ssh-ed25519 AAAA…". */
	readonly key: string;
	readonly comment: string;
}

/** One question and its answer; undefined: there is no agent there. */
export function* askAgent(process: Process, path: string, question: PacketWriter): Task<Uint8Array | undefined> {
	let fd: number;
	try {
		fd = yield* process.connectLocal(path);
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return undefined;
	}
	const duplex = processDuplex(process, fd);
	try {
		yield* duplex.write(question.packet());
		return yield* readAgentMessage(new ByteReader(duplex));
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		return undefined;
	} finally {
		duplex.close();
	}
}

/** The keys that an agent holds; undefined: there is none. */
export function* agentKeys(process: Process, path: string): Task<AgentKey[] | undefined> {
	const answer = yield* askAgent(process, path, agentMessage(AGENT.requestIdentities));
	if (answer === undefined) return undefined;
	try {
		const reader = new PacketReader(answer);
		if (reader.byte() !== AGENT.identities) return [];
		return Array.from({ length: Math.min(reader.number(), KEYS_MAX) }, () => {
			const blob = reader.bytes();
			const type = decodeUtf8(wireFields(blob, 1).fields[0] as Uint8Array);
			return { key: `${type} ${encodeBase64(blob)}`, comment: reader.text() };
		});
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return [];
	}
}

const KEYS_MAX = 2_048;

export function keyBlob(key: string): Uint8Array {
	return decodeBase64(key.split(' ')[1] ?? '');
}
