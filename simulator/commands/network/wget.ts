import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { readAll, readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import { WgetDownload } from './wget-download.ts';
import { WGET_HELP } from './wget-help.ts';
import { WgetLog } from './wget-log.ts';
import { WGET_OPTIONS } from './wget-options.ts';
import { rateText, secondsText, sizeText } from './wget-progress.ts';

const VERSION = `GNU Wget 1.21.4 built on linux-gnu.

-cares +digest -gpgme +https +ipv6 +iri +large-file -metalink +nls 
+ntlm +opie +psl +ssl/openssl 

Wgetrc: 
    /etc/wgetrc (system)
Locale: 
    /usr/share/locale 

Copyright (C) 2015 Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later
<http://www.gnu.org/licenses/gpl.html>.
This is free software: you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.

Originally written by Hrvoje Niksic <hniksic@xemacs.org>.
Please send bug reports and questions to <bug-wget@gnu.org>.
`;

const USAGE = "Usage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.";

/** Differs: no FTP, no recursion, no proxies and no start-up files. */
export const wget = gnuCommand({
	name: 'wget',
	paths: ['/usr/bin/wget'],
	size: 449_288,
	version: VERSION.trimEnd(),
	help: WGET_HELP,
	options: WGET_OPTIONS,
	usageStatus: 2,
	usageHint: USAGE,
	*main(run) {
		const { values } = run;
		if (values.help) {
			yield* run.out.write(WGET_HELP);
			return 0;
		}
		if (values.version) {
			yield* run.out.write(VERSION);
			return 0;
		}
		const urls = [...run.operands];
		if (values.input !== undefined) urls.push(...(yield* listed(run, values.input)));
		if (urls.length === 0) throw new Fatal(`missing URL\n${USAGE}`);
		const log = yield* WgetLog.open(run);
		if (log === undefined) return 1;
		const download = new WgetDownload(run, log);
		if (!(yield* download.openDocument())) return 1;
		const startedMs = run.process.now();
		if (values.spider) yield* log.verbose('Spider mode enabled. Check if remote file exists.\n');
		let status = 0;
		for (const url of urls) {
			const result = yield* download.retrieve(url);
			// Models src/exits.c inform_exit_status: the smaller number is the graver.
			if (result !== 0 && (status === 0 || result < status)) status = result;
		}
		download.close();
		const { files, bytes, seconds } = download;
		if (files > 1) {
			const now = strftime('%Y-%m-%d %H:%M:%S', run.process.now());
			const size = bytes < 1024 ? String(bytes) : sizeText(bytes);
			yield* log.verbose(
				`FINISHED --${now}--\nTotal wall clock time: ${secondsText((run.process.now() - startedMs) / 1000)}\nDownloaded: ${files} files, ${size} in ${secondsText(seconds)} (${rateText(bytes, seconds)})\n`,
			);
		}
		return status;
	},
});

/** URLs of a file, a line each. */
function* listed(run: Run<typeof WGET_OPTIONS>, path: string): Task<readonly string[]> {
	const bytes = path === '-' ? yield* readAll(run.process, 0) : yield* readFile(run.process, path);
	return decodeUtf8(bytes)
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '' && !line.startsWith('#'));
}
