import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import { crc32 } from '../../machinery/deflate/gzip.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, type Run } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { applet } from './applet.ts';
import { SMALL_USAGES } from './usage-small.ts';

/** Small applets that nothing outside busybox does in the same way. */
export const usleep = applet({
	name: 'usleep',
	usage: SMALL_USAGES.usleep,
	options: {},
	*main({ operands, process }) {
		const [text] = operands;
		if (text === undefined || operands.length > 1) throw new Fatal('', 1, true);
		if (!/^\d{1,18}$/.test(text)) throw new Fatal(`invalid number '${text}'`);
		yield* process.sleep(Math.ceil(Number(text) / 1000));
		return 0;
	},
});

export const ttysize = applet({
	name: 'ttysize',
	usage: SMALL_USAGES.ttysize,
	options: {},
	*main({ operands, process, out }) {
		const terminal = [0, 1, 2].find((fd) => process.fileDescriptors().includes(fd) && process.isatty(fd));
		const { columns, rows } = terminal === undefined ? { columns: 80, rows: 24 } : process.terminalSize(terminal);
		const asked = operands.length === 0 ? ['w', 'h'] : operands;
		yield* out.write(`${asked.map((each) => (each.startsWith('w') ? columns : rows)).join(' ')}\n`);
		return 0;
	},
});

export const fsync = applet({
	name: 'fsync',
	usage: SMALL_USAGES.fsync,
	options: { data: flag('d') },
	*main(run) {
		if (run.operands.length === 0) throw new Fatal('', 1, true);
		let status = 0;
		for (const path of run.operands) {
			try {
				run.process.stat(path);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				yield* run.complain(`can't open '${path}': ${errorMessage(error.errno)}`);
				status = 1;
			}
		}
		return status;
	},
});

export const crc32sum = applet({
	name: 'crc32',
	usage: 'crc32\n',
	options: {},
	*main(run) {
		const { process, operands, out } = run;
		for (const path of operands) {
			const fd = yield* opened(run, path);
			if (fd === undefined) return 1;
			yield* out.write(`${yield* sumOf(process, fd)} ${path}\n`);
			process.close(fd);
		}
		if (operands.length === 0) yield* out.write(`${yield* sumOf(process, 0)}\n`);
		return 0;
	},
});

function* sumOf(process: Process, fd: number): Task<string> {
	let sum = 0;
	for (;;) {
		const piece = yield* process.read(fd, PIECE);
		if (piece.length === 0) return (sum >>> 0).toString(16).padStart(8, '0');
		sum = crc32(piece, sum);
	}
}

const PIECE = 65_536;

const LINE_ENDS = { unix: flag('u'), dos: flag('d') };

export const dos2unix = applet({
	name: 'dos2unix',
	usage: SMALL_USAGES.dos2unix,
	options: LINE_ENDS,
	main: (run) => convertAll(run, !run.values.dos),
});

export const unix2dos = applet({
	name: 'unix2dos',
	usage: SMALL_USAGES.unix2dos,
	options: LINE_ENDS,
	main: (run) => convertAll(run, run.values.unix === true),
});

/** Line ends of DOS or Unix: in place, or from standard input. */
function* convertAll(run: Pick<Run, 'process' | 'complain' | 'operands'>, toUnix: boolean): Task<number> {
	const { process } = run;
	if (run.operands.length === 0) {
		for (;;) {
			const piece = yield* process.read(0, PIECE);
			if (piece.length === 0) return 0;
			yield* process.write(1, converted(piece, toUnix));
		}
	}
	for (const path of run.operands) {
		const fd = yield* opened(run, path);
		if (fd === undefined) return 1;
		const pieces: Uint8Array[] = [];
		for (;;) {
			const piece = yield* process.read(fd, PIECE);
			if (piece.length === 0) break;
			pieces.push(converted(piece, toUnix));
		}
		process.close(fd);
		const into = yield* process.open(path, { write: true, truncate: true });
		for (const piece of pieces) yield* process.write(into, piece);
		process.close(into);
	}
	return 0;
}

/** Carriage returns go wherever they stand; before a newline they come. */
function converted(data: Uint8Array, toUnix: boolean): Uint8Array {
	const out = new Uint8Array(data.length * 2);
	let length = 0;
	for (const byte of data) {
		if (byte === 13) continue;
		if (byte === 10 && !toUnix) out[length++] = 13;
		out[length++] = byte;
	}
	return out.slice(0, length);
}

function* opened(run: Pick<Run, 'process' | 'complain'>, path: string): Task<number | undefined> {
	try {
		return yield* run.process.open(path, { read: true });
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* run.complain(`can't open '${path}': ${errorMessage(error.errno)}`);
		return undefined;
	}
}

export const mesg = applet({
	name: 'mesg',
	usage: SMALL_USAGES.mesg,
	options: {},
	*main({ process, complain }) {
		if (process.isatty(0)) return 0;
		yield* complain('not a tty');
		return 1;
	},
});

export const nologin = {
	name: 'nologin',
	usage: SMALL_USAGES.nologin,
	*program(process: Process): Task<number> {
		yield* process.write(1, encodeUtf8('This account is not available'));
		yield* process.sleep(5_000);
		return 1;
	},
};
