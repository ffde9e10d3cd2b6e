import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { readDevice } from './device-head.ts';

/** What each question is answered with. Models disk-utils/blockdev.c. */
const ANSWERS: { readonly [option: string]: (bytes: number) => number } = {
	'--getsize64': (bytes) => bytes,
	'--getsz': (bytes) => bytes / 512,
	'--getsize': (bytes) => bytes / 512,
	'--getss': () => 512,
	'--getpbsz': () => 512,
	'--getbsz': () => 4096,
	'--getro': () => 0,
};

/** Differs: it asks only. */
export const blockdev = unixCommand({
	name: 'blockdev',
	paths: ['/usr/sbin/blockdev'],
	size: 51_592,
	*main(run) {
		const questions = run.args.filter((word) => word.startsWith('--'));
		const devices = run.args.filter((word) => !word.startsWith('--'));
		const unknown = questions.find((word) => !Object.hasOwn(ANSWERS, word));
		if (unknown !== undefined) throw new Exit(1, `blockdev: Unknown command: ${unknown}\n`);
		if (devices.length === 0) throw new Exit(1, 'blockdev: no device specified\n');
		for (const device of devices) {
			try {
				const { bytes } = yield* readDevice(run.process, device);
				if (run.process.stat(device).type !== 'block') throw new SystemError('ENOTTY');
				for (const each of questions) yield* run.out.write(`${ANSWERS[each]?.(bytes)}\n`);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				const what = error.errno === 'ENOTTY' ? 'ioctl error on BLKGETSIZE64' : `cannot open ${device}`;
				throw new Exit(1, `blockdev: ${what}: ${errorMessage(error.errno)}\n`);
			}
		}
		return 0;
	},
});
