import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { calendarTime } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Account } from './accounts.ts';

const PATH = '/var/log/lastlog';
/** struct lastlog: seconds, 32 characters of terminal, 256 of host. */
const RECORD_BYTES = 292;
const HOST_AT = 36;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What sshd says of a user's last login, '' at the first; notes this one. Models loginrec.c. */
export function* lastLogin(process: Process, { credentials }: Account, from: string): Task<string> {
	try {
		const fd = yield* process.open(PATH, { read: true, write: true, create: true }, 0o664);
		process.seek(fd, credentials.uid * RECORD_BYTES, 'set');
		const record = yield* process.read(fd, RECORD_BYTES);
		const now = new Uint8Array(RECORD_BYTES);
		new DataView(now.buffer).setUint32(0, Math.floor(process.now() / 1000), true);
		now.set(encodeUtf8('pts/0'), 4);
		now.set(encodeUtf8(from), HOST_AT);
		process.seek(fd, credentials.uid * RECORD_BYTES, 'set');
		yield* process.write(fd, now);
		process.close(fd);
		const seconds =
			record.length < RECORD_BYTES ? 0 : new DataView(record.buffer, record.byteOffset).getUint32(0, true);
		if (seconds === 0) return '';
		const host = decodeUtf8(record.subarray(HOST_AT)).replace(/\0.*$/s, '');
		return `Last login: ${timeText(seconds * 1000)} from ${host}\n`;
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
}

/** "Mon Mar  2 09:00:51 2026", as ctime(3) has it. */
function timeText(ms: number): string {
	const time = calendarTime(ms);
	const two = (value: number): string => String(value).padStart(2, '0');
	const date = `${DAYS[Math.floor(ms / 86_400_000 + 4) % 7]} ${MONTHS[time.month - 1]} ${String(time.day).padStart(2)}`;
	return `${date} ${two(time.hour)}:${two(time.minute)}:${two(time.second)} ${time.year}`;
}
