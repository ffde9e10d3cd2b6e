import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { joinPath } from './copy-tree.ts';
import { COREUTILS } from './version.ts';

const options = {
	dereference: flag('dereference'),
	noDereference: flag('h', 'no-dereference'),
	user: withValue('u', 'user'),
	role: withValue('r', 'role'),
	type: withValue('t', 'type'),
	range: withValue('l', 'range'),
	noPreserveRoot: flag('no-preserve-root'),
	preserveRoot: flag('preserve-root'),
	reference: withValue('reference'),
	recursive: flag('R', 'recursive'),
	verbose: flag('v', 'verbose'),
	followOperands: flag('H'),
	followAll: flag('L'),
	physical: flag('P'),
};
type Options = typeof options;

/** On a kernel without SELinux. Differs: a context that is set is not kept, so files stay without one. */
export const chcon = gnuCommand({
	name: 'chcon',
	paths: ['/usr/bin/chcon'],
	size: 68_720,
	version: `chcon ${COREUTILS}`,
	help: `Usage: chcon [OPTION]... CONTEXT FILE...
  or:  chcon [OPTION]... [-u USER] [-r ROLE] [-l RANGE] [-t TYPE] FILE...
  or:  chcon [OPTION]... --reference=RFILE FILE...
Change the SELinux security context of each FILE to CONTEXT.
With --reference, change the security context of each FILE to that of RFILE.

Mandatory arguments to long options are mandatory for short options too.
      --dereference      affect the referent of each symbolic link (this is
                         the default), rather than the symbolic link itself
  -h, --no-dereference   affect symbolic links instead of any referenced file
  -u, --user=USER        set user USER in the target security context
  -r, --role=ROLE        set role ROLE in the target security context
  -t, --type=TYPE        set type TYPE in the target security context
  -l, --range=RANGE      set range RANGE in the target security context
      --no-preserve-root  do not treat '/' specially (the default)
      --preserve-root    fail to operate recursively on '/'
      --reference=RFILE  use RFILE's security context rather than specifying
                         a CONTEXT value
  -R, --recursive        operate on files and directories recursively
  -v, --verbose          output a diagnostic for every file processed

The following options modify how a hierarchy is traversed when the -R
option is also specified.  If more than one is specified, only the final
one takes effect.

  -H                     if a command line argument is a symbolic link
                         to a directory, traverse it
  -L                     traverse every symbolic link to a directory
                         encountered
  -P                     do not traverse any symbolic links (default)

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/chcon>
or available locally via: info '(coreutils) chcon invocation'
`,
	options,
	*main(run) {
		const { values, operands, process } = run;
		const last = (...keys: (keyof Options)[]): keyof Options | undefined =>
			run.given.filter(({ key }) => keys.includes(key)).at(-1)?.key;
		const walk = last('followOperands', 'followAll', 'physical') ?? 'physical';
		const links = last('dereference', 'noDereference');
		if (values.recursive && walk === 'physical' && links === 'dereference') {
			throw new Fatal('-R --dereference requires either -H or -L');
		}
		if (values.recursive && walk !== 'physical' && links === 'noDereference') throw new Fatal('-R -h requires -P');
		const partial = last('user', 'role', 'type', 'range') !== undefined;
		if (operands.length < (partial || values.reference !== undefined ? 1 : 2)) {
			const after = operands.length === 0 ? '' : ` after ‘${operands.at(-1)}’`;
			throw new Fatal(`missing operand${after}`, 1, true);
		}
		if (values.reference !== undefined) {
			const errno = failureOf(process, values.reference);
			const why = errno === undefined ? 'No data available' : errorMessage(errno);
			throw new Fatal(`failed to get security context of '${values.reference}': ${why}`);
		}
		const files = partial ? operands : operands.slice(1);
		const change = new ContextChange(run, partial ? undefined : (operands[0] as string), walk === 'followAll');
		for (const file of files) {
			const isRoot = values.recursive && last('preserveRoot', 'noPreserveRoot') === 'preserveRoot';
			if (isRoot && /^\/+$/.test(file)) {
				const same = file === '/' ? '' : " (same as '/')";
				const name = file === '/' ? "'/'" : `'${file}'`;
				yield* run.complain(`it is dangerous to operate recursively on ${name}${same}`);
				yield* run.complain('use --no-preserve-root to override this failsafe');
				change.status = 1;
			} else yield* change.operand(file);
		}
		return change.status;
	},
});

function failureOf(process: Process, path: string): SystemError['errno'] | undefined {
	try {
		process.stat(path);
		return undefined;
	} catch (error) {
		if (error instanceof SystemError) return error.errno;
		throw error;
	}
}

class ContextChange {
	readonly #run: Run<Options>;
	/** Undefined when only parts of the present one are to change. */
	readonly #context: string | undefined;
	readonly #followsLinks: boolean;
	status = 0;

	constructor(run: Run<Options>, context: string | undefined, followsLinks: boolean) {
		this.#run = run;
		this.#context = context;
		this.#followsLinks = followsLinks;
	}

	*operand(file: string): Task<void> {
		const { process } = this.#run;
		const errno = failureOf(process, file);
		if (errno !== undefined && !isLink(process, file)) {
			this.status = 1;
			yield* this.#run.complain(`cannot access '${file}': ${errorMessage(errno)}`);
			return;
		}
		yield* this.#visit(file, file, 0);
	}

	/** What is in a directory first. */
	*#visit(path: string, shown: string, depth: number): Task<void> {
		const { process, values } = this.#run;
		yield* process.tick();
		if (values.recursive && depth < DEPTH_MAX && this.#isWalked(path, depth)) {
			try {
				for (const name of process.readdir(path)) yield* this.#visit(joinPath(path, name), name, depth + 1);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				this.status = 1;
				yield* this.#run.complain(`cannot read directory '${path}': ${errorMessage(error.errno)}`);
			}
		}
		yield* this.#change(path, shown);
	}

	#isWalked(path: string, depth: number): boolean {
		const { process, values } = this.#run;
		const follows = this.#followsLinks || (depth === 0 && values.followOperands === true);
		try {
			return (follows ? process.stat(path) : process.lstat(path)).type === 'directory';
		} catch (error) {
			if (error instanceof SystemError) return false;
			throw error;
		}
	}

	*#change(path: string, shown: string): Task<void> {
		const { values, out } = this.#run;
		if (values.verbose) yield* out.write(`changing security context of '${path}'\n`);
		const why = this.#whyNot(path, shown);
		if (why === undefined) return;
		this.status = 1;
		yield* this.#run.complain(why);
	}

	#whyNot(path: string, shown: string): string | undefined {
		const { process, values } = this.#run;
		const errno = values.noDereference ? undefined : failureOf(process, path);
		if (this.#context === undefined) {
			return errno === undefined
				? `can't apply partial context to unlabeled file '${shown}'`
				: `failed to get security context of '${shown}': ${errorMessage(errno)}`;
		}
		const refusal = errno ?? (process.credentials.capabilities.has('SYS_ADMIN') ? undefined : 'EPERM');
		if (refusal === undefined) return undefined;
		return `failed to change context of '${shown}' to ‘${this.#context}’: ${errorMessage(refusal)}`;
	}
}

/** Links that are followed may lead round. */
const DEPTH_MAX = 40;

function isLink(process: Process, path: string): boolean {
	try {
		return process.lstat(path).type === 'symlink';
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}
