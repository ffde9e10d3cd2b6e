import { Fatal, gnuCommand } from '../gnu-command.ts';
import { findDevice } from './device-head.ts';
import { UTIL_LINUX } from './version.ts';

/** Models misc-utils/findfs.c. */
export const findfs = gnuCommand({
	name: 'findfs',
	paths: ['/usr/sbin/findfs'],
	size: 14_720,
	version: `findfs from ${UTIL_LINUX}`,
	usageStatus: 2,
	help: `
Usage:
 findfs [options] {LABEL,UUID,PARTUUID,PARTLABEL}=<value>

Find a filesystem by label or UUID.

Options:
 -h, --help     display this help
 -V, --version  display version

For more details see findfs(8).
`,
	options: {},
	*main({ operands, process, out }) {
		const [wanted] = operands;
		if (wanted === undefined || operands.length > 1) throw new Fatal('bad usage', 2, true);
		const device = /^(?:LABEL|UUID|PARTUUID|PARTLABEL)=/.test(wanted) ? yield* findDevice(process, wanted) : wanted;
		if (device === undefined) throw new Fatal(`unable to resolve '${wanted}'`);
		yield* out.write(`${device}\n`);
		return 0;
	},
});
