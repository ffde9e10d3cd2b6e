import { encodeUtf8 } from '../../machinery/utf8.ts';
import { findMain } from '../findutils/find.ts';
import { awkMain } from '../text/awk/awk.ts';
import { unixCommand } from '../unix-command.ts';
import type { AppletProgram } from './applet.ts';
import { BANNER } from './applet.ts';
import { FILES_USAGES } from './usage-files.ts';
import { TEXT_USAGES } from './usage-text.ts';

/** find with busybox's words. */
export const find: AppletProgram = {
	name: 'find',
	usage: FILES_USAGES.find,
	program: unixCommand({
		name: 'find',
		paths: [],
		size: 0,
		*main(run) {
			return yield* findMain(run, (text) => {
				if (text.startsWith('possible unquoted')) return '';
				const [, unknown] = /^(?:unknown predicate|paths must precede expression:) `(.*)'$/.exec(text) ?? [];
				if (unknown !== undefined)
					return `find: unrecognized: ${unknown}\n${BANNER}\n\nUsage: ${FILES_USAGES.find.trimEnd()}`;
				return `find: ${text.replace(/^‘(.*)’: /, '$1: ')}`;
			});
		},
	}).program,
};

/** awk: the language is mawk's; only asking for nothing is answered differently. */
export const awk: AppletProgram = {
	name: 'awk',
	usage: TEXT_USAGES.awk,
	program: function* (process) {
		if (process.argv.length < 2) {
			yield* process.write(2, encodeUtf8(`${BANNER}\n\nUsage: ${TEXT_USAGES.awk}`));
			return 1;
		}
		return yield* AWK(process);
	},
};

const AWK = unixCommand({ name: 'awk', paths: [], size: 0, main: awkMain }).program;
