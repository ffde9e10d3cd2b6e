import type { Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { encodeBase64 } from '../../../machinery/base64.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import { AGENT, AGENT_LIFETIME, agentMessage, readAgentMessage } from '../../../machinery/ssh/agent-wire.ts';
import { SftpReader as PacketReader, type SftpWriter as PacketWriter } from '../../../machinery/ssh/sftp-wire.ts';
import type { Task } from '../../../machinery/task.ts';

/** Keys that an agent holds at most. */
const KEYS_MAX = 1_000;
const SECONDS_AT_ONCE = 60;

interface HeldKey {
	readonly blob: Uint8Array;
	readonly comment: string;
	/** Virtual ms; it is forgotten then. */
	readonly untilMs: number;
}

/** Holds keys in memory for who asks on a socket. Models ssh-agent.c. Differs: it signs nothing, for nobody wants it. */
export class AgentServer {
	readonly #process: Process;
	readonly #group = new TaskGroup();
	readonly #lifeSeconds: number;
	/** By their public halves in base64. */
	readonly #keys = new Map<string, HeldKey>();
	#lock: string | undefined;

	constructor(process: Process, lifeSeconds: number) {
		this.#process = process;
		this.#lifeSeconds = lifeSeconds;
	}

	/** Until a signal, or until `isOver` says so. */
	*run(listening: number, isOver: () => boolean): Task<number> {
		for (const signal of ['TERM', 'INT', 'HUP'] as const) this.#process.onSignal(signal, 'catch');
		this.#group.add(this.#acceptAll(listening));
		this.#group.add(this.#watch(isOver));
		return yield* this.#group.run(this.#process, () => 2);
	}

	*#watch(isOver: () => boolean): Task<void> {
		yield this.#process.lookEvery(SECONDS_AT_ONCE * 1000, isOver);
		this.#group.end(0);
	}

	*#acceptAll(listening: number): Task<void> {
		for (;;) {
			try {
				const { fd } = yield* this.#process.accept(listening);
				this.#group.add(this.#serve(processDuplex(this.#process, fd)));
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				return;
			}
		}
	}

	*#serve(duplex: ByteDuplex): Task<void> {
		const reader = new ByteReader(duplex);
		try {
			for (;;) {
				const message = yield* readAgentMessage(reader);
				if (message === undefined) break;
				yield* duplex.write(this.#answer(new PacketReader(message)).packet());
			}
		} catch (error) {
			if (!(error instanceof ConnectionError)) throw error;
		}
		duplex.close();
	}

	#answer(message: PacketReader): PacketWriter {
		try {
			return this.#obey(message.byte(), message);
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			return agentMessage(AGENT.failure);
		}
	}

	#obey(kind: number, message: PacketReader): PacketWriter {
		this.#forgetOld();
		if (kind === AGENT.requestIdentities) return this.#list();
		if (kind === AGENT.unlock) return this.#unlock(message.text());
		if (this.#lock !== undefined) return agentMessage(AGENT.failure);
		switch (kind) {
			case AGENT.add:
			case AGENT.addConstrained:
				return said(this.#add(message, kind === AGENT.addConstrained));
			case AGENT.remove:
				return said(this.#keys.delete(encodeBase64(message.bytes())));
			case AGENT.removeAll:
				this.#keys.clear();
				return said(true);
			case AGENT.lock:
				this.#lock = message.text();
				return said(true);
			case AGENT.sign:
				return this.#keys.has(encodeBase64(message.bytes())) ? agentMessage(AGENT.signature).text('') : said(false);
			default:
				return said(false);
		}
	}

	#forgetOld(): void {
		for (const [name, { untilMs }] of this.#keys) if (untilMs <= this.#process.now()) this.#keys.delete(name);
	}

	#list(): PacketWriter {
		const keys = this.#lock === undefined ? [...this.#keys.values()] : [];
		const answer = agentMessage(AGENT.identities).number(keys.length);
		for (const { blob, comment } of keys) answer.text(blob).text(comment);
		return answer;
	}

	#unlock(password: string): PacketWriter {
		if (this.#lock !== password) return said(false);
		this.#lock = undefined;
		return said(true);
	}

	/** Differs: of a key the public half comes, which is all that anybody here asks for. */
	#add(message: PacketReader, isConstrained: boolean): boolean {
		const blob = message.bytes().slice();
		const comment = message.text();
		let seconds = this.#lifeSeconds;
		while (isConstrained && !message.isAtEnd) if (message.byte() === AGENT_LIFETIME) seconds = message.number();
		if (this.#keys.size >= KEYS_MAX) return false;
		const untilMs = seconds === 0 ? Number.POSITIVE_INFINITY : this.#process.now() + seconds * 1000;
		this.#keys.set(encodeBase64(blob), { blob, comment, untilMs });
		return true;
	}
}

function said(isDone: boolean): PacketWriter {
	return agentMessage(isDone ? AGENT.success : AGENT.failure);
}
