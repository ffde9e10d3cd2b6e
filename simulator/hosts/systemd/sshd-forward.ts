import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import type { ByteReader } from '../../machinery/http/byte-reader.ts';
import { encodeFrame, encodeMessage, readFrame } from '../../machinery/ssh/ssh-wire.ts';
import { anyOf, type Task, type Wait } from '../../machinery/task.ts';
import type { SshdConfig } from './sshd-config.ts';

interface Client {
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
	readonly isAllowed: boolean;
}

/** AllowTcpForwarding and DisableForwarding. */
export function mayForward(config: SshdConfig): boolean {
	const settings = config.settings();
	const isAllowed = /^(?:yes|all|local)$/i.test(settings.get('allowtcpforwarding')?.[0] ?? 'yes');
	return isAllowed && settings.get('disableforwarding')?.[0]?.toLowerCase() !== 'yes';
}

/** Carries a client's bytes to somewhere that this host reaches, and back. Models serverloop.c's direct-tcpip channels. */
export function* serveForward(
	process: Process,
	{ duplex, reader, isAllowed }: Client,
	{ host, port }: { readonly host: string; readonly port: number },
): Task<void> {
	const refuse = (reason: string): Task<void> => duplex.write(encodeMessage({ is: 'refused', reason }));
	if (!isAllowed) return yield* refuse('administratively prohibited: open failed');
	let far: ByteDuplex;
	try {
		const found = yield* resolveHost(process, host);
		if (found.kind !== 'found') return yield* refuse('connect failed: Name or service not known');
		far = processDuplex(process, yield* process.connect(found.addresses[0] as string, port));
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return yield* refuse(`connect failed: ${errorMessage(error.errno)}`);
	}
	yield* duplex.write(encodeMessage({ is: 'forwarded' }));
	const input = new ForwardInput(reader, far);
	try {
		for (;;) {
			while (far.hasData()) {
				const data = yield* far.read();
				if (data.length === 0) return yield* duplex.write(encodeMessage({ is: 'exit', status: 0 }));
				yield* duplex.write(encodeFrame('data', data));
			}
			if (!(yield* input.take())) return;
			yield* process.block(
				anyOf([far.readable, input.waiting ?? duplex.readable]),
				() => far.hasData() || reader.hasData(),
			);
		}
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
	} finally {
		far.close();
	}
}

/** Frames of the client as they come, so that what is read there need not wait for them. */
class ForwardInput {
	readonly #reader: ByteReader;
	readonly #far: ByteDuplex;
	#reading: ReturnType<typeof readFrame> | undefined;
	waiting: Wait | undefined;

	constructor(reader: ByteReader, far: ByteDuplex) {
		this.#reader = reader;
		this.#far = far;
	}

	/** False: the client has gone. */
	*take(): Task<boolean> {
		for (;;) {
			this.#reading ??= readFrame(this.#reader);
			const step = this.#reading.next();
			if (!step.done) {
				this.waiting = step.value;
				return true;
			}
			this.#reading = undefined;
			if (step.value === undefined) return false;
			if (step.value.type === 'data') yield* this.#far.write(step.value.payload);
			else this.#far.closeWrite();
		}
	}
}
