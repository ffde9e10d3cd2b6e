import { type Process, SystemError } from '../../kernel/process-api.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';

const FOLDERS = ['/usr/local/lib', '/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib', '/usr/lib'];

/** glibc's. The libraries that it tells of are those that lie there; nobody asks a cache for them. */
export const ldconfig = gnuCommand({
	name: 'ldconfig',
	paths: ['/usr/sbin/ldconfig'],
	size: 387,
	version: `ldconfig (Ubuntu GLIBC 2.39-0ubuntu8.6) 2.39
Copyright (C) 2024 Free Software Foundation, Inc.
This is free software; see the source for copying conditions.  There is NO
warranty; not even for MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.
Written by Andreas Jaeger.`,
	help: `Usage: ldconfig [OPTION...]
Configure Dynamic Linker Run Time Bindings.

  -c, --format=FORMAT        Format to use: new (default), old, or compat
  -C CACHE                   Use CACHE as cache file
  -f CONF                    Use CONF as configuration file
  -i, --ignore-aux-cache     Ignore auxiliary cache file
  -l                         Manually link individual libraries.
  -n                         Only process directories specified on the command
                             line.  Don't build cache.
  -N                         Don't build cache
  -p, --print-cache          Print cache
  -r ROOT                    Change to and use ROOT as root directory
  -v, --verbose              Generate verbose messages
  -X                         Don't update symbolic links
  -?, --help                 Give this help list
      --usage                Give a short usage message
  -V, --version              Print program version

Mandatory or optional arguments to long options are also mandatory or optional
for any corresponding short options.

For bug reporting instructions, please see:
<https://bugs.launchpad.net/ubuntu/+source/glibc/+bugs>.
`,
	options: {
		format: withValue('c', 'format'),
		cache: withValue('C'),
		configuration: withValue('f'),
		ignoreAux: flag('i', 'ignore-aux-cache'),
		link: flag('l'),
		only: flag('n'),
		noCache: flag('N'),
		print: flag('p', 'print-cache'),
		root: withValue('r'),
		verbose: flag('v', 'verbose'),
		noLinks: flag('X'),
	},
	usageHint: "Try `ldconfig --help' or `ldconfig --usage' for more information.",
	usageStatus: 64,
	*main({ values, process, out }) {
		if (values.print) {
			const found = libraries(process);
			yield* out.write(`${found.length} libs found in cache \`/etc/ld.so.cache'\n`);
			for (const [name, folder] of found) yield* out.write(`\t${name} (libc6,x86-64) => ${folder}/${name}\n`);
			return 0;
		}
		if (!values.noCache && !process.access('/etc', { write: true })) {
			// Ubuntu's is a script around it.
			const text = "/sbin/ldconfig.real: Can't create temporary cache file /etc/ld.so.cache~: Permission denied\n";
			yield* process.write(2, encodeUtf8(text));
			return 1;
		}
		if (!values.verbose) return 0;
		for (const folder of FOLDERS) {
			const own = libraries(process).filter(([, each]) => each === folder);
			if (!process.access(folder, {})) continue;
			yield* out.write(`${folder}: (from <builtin>:0)\n${own.map(([name]) => `\t${name} -> ${name}\n`).join('')}`);
		}
		return 0;
	},
});

/** What a program may be linked with, each by the first folder that has it. */
function libraries(process: Process): [name: string, folder: string][] {
	const found = new Map<string, string>();
	for (const folder of FOLDERS) {
		let names: readonly string[] = [];
		try {
			names = process.readdir(folder);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
		for (const name of names) {
			if (/^(?:lib|ld-).*\.so(?:\.|$)/.test(name) && !found.has(name)) found.set(name, folder);
		}
	}
	return [...found].sort(([a], [b]) => (a < b ? 1 : -1));
}
