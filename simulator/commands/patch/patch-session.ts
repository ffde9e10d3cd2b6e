import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeLossless, encodeLossless } from '../../machinery/utf8.ts';
import { quotedName } from '../quoted-name.ts';
import { LineReader, readFile } from '../stdio.ts';
import { type Lines, linesOf, mostFuzz, Patching, reversed, textOf } from './apply-hunks.ts';
import { type Target, targetOf } from './choose-name.ts';
import { type PatchRun, trouble } from './patch-options.ts';
import type { FilePatch, Hunk, PatchForm } from './read-patch.ts';
import { rejectText } from './rejects.ts';

/** What has come of one file's hunks. */
interface Outcome {
	readonly result: Lines;
	readonly rejected: readonly (readonly [hunk: Hunk, moved: number])[];
	readonly isSkipped: boolean;
	/** Something did not fit as it says. */
	readonly isInexact: boolean;
	readonly isReverse: boolean;
}

/** One run: the files of a patch in turn. Models patch.c. */
export class PatchSession {
	readonly #run: PatchRun;
	readonly #given: string | undefined;
	readonly #strip: number | undefined;
	#isReverse: boolean;
	status = 0;
	#count = 0;

	/** @param given the file on the command line. */
	constructor(run: PatchRun, given: string | undefined) {
		this.#run = run;
		this.#given = given;
		this.#strip = run.values.strip === undefined ? undefined : Number(run.values.strip);
		this.#isReverse = run.values.reverse === true;
	}

	*file(patch: FilePatch): Task<void> {
		const { values, out } = this.#run;
		this.#isReverse = values.reverse === true;
		const target = targetOf(this.#run.process, patch, {
			strip: this.#strip,
			isReverse: this.#isReverse,
			given: this.#given,
		});
		this.#count++;
		if (values.verbose === true) yield* this.#introduce(patch);
		if (target.name === undefined) {
			yield* this.#missing(patch);
			return;
		}
		const before = yield* this.#content(target);
		const isRefused = yield* this.#asksAboutExistence(target, before !== undefined && before !== '', patch.hunks);
		if (isRefused) {
			yield* this.#ignored(patch.hunks.length);
			return;
		}
		if (values.quiet !== true) {
			const verb = values.dryRun === true ? 'checking' : 'patching';
			const shown = quotedName(values.output ?? target.name);
			const from = values.output === undefined ? '' : ` (read from ${quotedName(target.name)})`;
			yield* out.write(`${verb} file ${shown}${from}\n`);
		}
		if (values.verbose === true) yield* out.write('Using Plan A...\n');
		const outcome = yield* this.#apply(patch, linesOf(before ?? ''), target.creates);
		if (patch.problem !== undefined) throw patch.problem;
		if (before === undefined && !target.creates && outcome.rejected.length > 0) {
			throw trouble(`Can't reopen file ${target.name} : No such file or directory`);
		}
		yield* this.#store(patch, target, before, outcome);
		if (values.verbose === true) yield* out.write('done\n');
	}

	*#introduce({ form, lead }: FilePatch): Task<void> {
		const article = { unified: 'a unified diff', context: 'a context diff', normal: 'a normal diff' }[form];
		const said = this.#count === 1 ? 'Looks' : 'The next patch looks';
		yield* this.#run.out.write(`Hmm...  ${said} like ${article} to me...\n${leadText(lead)}`);
	}

	*#missing(patch: FilePatch): Task<void> {
		const { values, out } = this.#run;
		const isAsked = values.force !== true && values.batch !== true;
		yield* out.write(`can't find file to patch at input line ${patch.at}\n`);
		yield* out.write(
			this.#strip === undefined
				? 'Perhaps you should have used the -p or --strip option?\n'
				: 'Perhaps you used the wrong -p or --strip option?\n',
		);
		if (values.verbose !== true) yield* out.write(leadText(patch.lead));
		if (isAsked) {
			yield* this.#ask('File to patch: ');
			yield* this.#ask('Skip this patch? [y] ');
			yield* out.write('Skipping patch.\n');
		} else yield* out.write('No file to patch.  Skipping patch.\n');
		yield* this.#ignored(patch.hunks.length);
	}

	*#ignored(count: number): Task<void> {
		this.status = 1;
		yield* this.#run.out.write(`${count} out of ${count} hunk${count === 1 ? '' : 's'} ignored\n`);
	}

	/** Asks at the terminal; without one there is no answer. */
	*#ask(question: string): Task<string> {
		const { process, out } = this.#run;
		yield* out.write(question);
		yield* out.flush();
		try {
			const fd = yield* process.open('/dev/tty', { read: true });
			const answer = yield* new LineReader(process, fd).next();
			process.close(fd);
			return answer ?? '';
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* out.write('\n');
			return '';
		}
	}

	*#content({ name }: Target): Task<string | undefined> {
		try {
			return decodeLossless(yield* readFile(this.#run.process, name as string));
		} catch (error) {
			if (error instanceof SystemError && error.errno === 'ENOENT') return undefined;
			throw error;
		}
	}

	/** The patch creates what is there, or deletes what is not. @returns it is to be left alone. */
	*#asksAboutExistence({ name, creates, deletes }: Target, exists: boolean, hunks: readonly Hunk[]): Task<boolean> {
		const isOdd = creates ? exists : deletes && !exists && hunks.length > 0;
		if (!isOdd) return false;
		const what = creates ? 'create' : 'delete';
		const state = creates ? 'already exists' : 'does not exist';
		const tense = this.#isReverse ? ', when reversed,' : '';
		const words = `The next patch${tense} would ${what} the file ${quotedName(name as string)},\nwhich ${state}!`;
		const answer = yield* this.#mayReverse(words);
		if (answer === 'reverse') this.#isReverse = !this.#isReverse;
		return answer === 'skip';
	}

	/** Models ok_to_reverse. */
	*#mayReverse(words: string): Task<'reverse' | 'apply' | 'skip'> {
		const { values, out } = this.#run;
		const isSilent = values.quiet === true;
		if (values.forward === true) {
			yield* out.write(`${words}  Skipping patch.\n`);
			return 'skip';
		}
		if (values.force === true) {
			if (!isSilent) yield* out.write(`${words}  Applying it anyway.\n`);
			return 'apply';
		}
		const assumed = this.#isReverse ? 'Ignoring' : 'Assuming';
		if (values.batch === true) {
			if (!isSilent) yield* out.write(`${words}  ${assumed} -R.\n`);
			return 'reverse';
		}
		if (/^y/i.test(yield* this.#ask(`${words}  ${this.#isReverse ? 'Ignore' : 'Assume'} -R? [n] `))) return 'reverse';
		if (/^y/i.test(yield* this.#ask('Apply anyway? [n] '))) return 'apply';
		if (!isSilent) yield* out.write('Skipping patch.\n');
		return 'skip';
	}

	*#apply(patch: FilePatch, input: Lines, isNew: boolean): Task<Outcome> {
		const { values, process } = this.#run;
		const wanted = Number(values.fuzz ?? 2);
		const patching = new Patching(
			input,
			values.blanks === true,
			isNew && !this.#isReverse === (values.reverse !== true),
			() => process.tick(),
		);
		const rejected: (readonly [Hunk, number])[] = [];
		let isSkipped = false;
		let isInexact = false;
		let mayAsk = values.force !== true;
		for (const [index, original] of patch.hunks.entries()) {
			let hunk = this.#isReverse ? reversed(original) : original;
			let where = 0;
			let fuzz = 0;
			const most = mostFuzz(hunk, wanted);
			for (; !isSkipped; fuzz++) {
				where = yield* patching.locate(hunk, fuzz);
				if (where === 0) isInexact = true;
				if (index === 0 && where === 0 && mayAsk) {
					const turned = reversed(hunk);
					const there = yield* patching.locate(turned, fuzz);
					if (there !== 0) {
						const words = this.#isReverse ? 'Unreversed' : 'Reversed (or previously applied)';
						const answer = yield* this.#mayReverse(`${words} patch detected!`);
						mayAsk = false;
						isSkipped = answer === 'skip';
						if (answer === 'reverse') {
							this.#isReverse = !this.#isReverse;
							[hunk, where] = [turned, there];
						}
					}
				}
				if (where !== 0 || fuzz >= most) break;
			}
			const shown = (where === 0 ? hunk.oldStart : where) + patching.growth;
			if (where === 0) {
				rejected.push([hunk, patching.growth]);
				if (!isSkipped) yield* this.#tell(`Hunk #${index + 1} FAILED at ${shown}.\n`);
				continue;
			}
			const offset = where - hunk.oldStart;
			patching.apply(hunk, where);
			if (fuzz > 0 || offset !== 0) isInexact = true;
			if (fuzz > 0 || offset !== 0 || values.verbose === true) {
				const inexact = fuzz === 0 ? '' : ` with fuzz ${fuzz}`;
				const moved = offset === 0 ? '' : ` (offset ${offset} line${offset === 1 ? '' : 's'})`;
				yield* this.#tell(`Hunk #${index + 1} succeeded at ${shown}${inexact}${moved}.\n`);
			}
		}
		return { result: patching.result(), rejected, isSkipped, isInexact, isReverse: this.#isReverse };
	}

	*#tell(text: string): Task<void> {
		if (this.#run.values.quiet !== true) yield* this.#run.out.write(text);
	}

	*#store(patch: FilePatch, target: Target, before: string | undefined, outcome: Outcome): Task<void> {
		const { values } = this.#run;
		const name = target.name as string;
		const isDry = values.dryRun === true;
		const text = textOf(outcome.result);
		const deletes = outcome.isReverse === (values.reverse === true) ? target.deletes : target.creates;
		if (!isDry && !outcome.isSkipped) {
			const goes = text === '' && values.output === undefined && (deletes || values.removeEmpty === true);
			yield* this.#write(name, text, before, goes, outcome.isInexact);
		}
		if (deletes && text !== '' && !outcome.isSkipped) {
			yield* this.#run.out.write(`Not deleting file ${quotedName(name)} as content differs from patch\n`);
			this.status = 1;
		}
		const failed = outcome.rejected.length;
		if (failed === 0) return;
		this.status = 1;
		const count = patch.hunks.length;
		const place = values.rejects ?? `${values.output ?? name}.rej`;
		const isKept = !isDry && place !== '-';
		const saved = isKept ? ` -- saving rejects to file ${quotedName(place)}` : '';
		const fate = outcome.isSkipped ? 'ignored' : 'FAILED';
		yield* this.#run.out.write(`${failed} out of ${count} hunk${count === 1 ? '' : 's'} ${fate}${saved}\n`);
		if (!isKept) return;
		const form = (values.rejectFormat as PatchForm | undefined) ?? patch.form;
		yield* this.#put(place, rejectText(outcome.rejected, this.#named(patch, outcome.isReverse), form));
	}

	/** The patch with the names and times that rejects have. */
	#named(patch: FilePatch, isReverse: boolean): FilePatch {
		const short = (name: string | undefined): string | undefined =>
			name === undefined || name === '/dev/null' ? name : this.#shortened(name);
		const [oldName, newName] = [short(patch.oldName), short(patch.newName)];
		if (!isReverse) return { ...patch, oldName, newName };
		return { ...patch, oldName: newName, newName: oldName, oldStamp: patch.newStamp, newStamp: patch.oldStamp };
	}

	#shortened(name: string): string {
		const parts = name.split('/');
		return this.#strip === undefined ? (parts.at(-1) as string) : parts.slice(this.#strip).join('/');
	}

	*#write(name: string, text: string, before: string | undefined, goes: boolean, isInexact: boolean): Task<void> {
		const { process, values } = this.#run;
		if (values.output !== undefined) {
			yield* this.#put(values.output, text);
			return;
		}
		const onMismatch = values.backupMismatch === true || (values.noBackupMismatch !== true && values.posix !== true);
		const keeps = values.backup === true || (onMismatch && isInexact);
		if (keeps) {
			const kept = this.#backupName(name);
			this.#makeFolders(kept);
			yield* this.#put(kept, before ?? '', before === undefined ? 0 : this.#mode(name));
		}
		if (goes) {
			if (before !== undefined) process.unlink(name);
			this.#removeFolders(name);
			return;
		}
		const mode = before === undefined ? 0o666 : this.#mode(name);
		this.#makeFolders(name);
		yield* this.#put(name, text, mode);
	}

	#namesBackups(): boolean {
		const { prefix, basePrefix, suffix } = this.#run.values;
		return prefix !== undefined || basePrefix !== undefined || suffix !== undefined;
	}

	#mode(name: string): number {
		return this.#run.process.stat(name).mode & 0o7777;
	}

	#backupName(name: string): string {
		const { process, values } = this.#run;
		const { prefix = '', basePrefix = '', suffix } = values;
		const style =
			values.versionControl ?? process.env.get('PATCH_VERSION_CONTROL') ?? process.env.get('VERSION_CONTROL');
		const slash = name.lastIndexOf('/') + 1;
		if (this.#namesBackups()) {
			return `${prefix}${name.slice(0, slash)}${basePrefix}${name.slice(slash)}${suffix ?? ''}`;
		}
		const numbered = (number: number): string => `${name}.~${number}~`;
		let number = 1;
		while (process.access(numbered(number), {})) number++;
		const isNumbered = /^(numbered|t)$/.test(style ?? '') || (/^(existing|nil)$/.test(style ?? '') && number > 1);
		return isNumbered ? numbered(number) : `${name}${process.env.get('SIMPLE_BACKUP_SUFFIX') ?? '.orig'}`;
	}

	#makeFolders(name: string): void {
		const { process } = this.#run;
		for (let slash = name.indexOf('/', 1); slash > 0; slash = name.indexOf('/', slash + 1)) {
			if (!process.access(name.slice(0, slash), {})) process.mkdir(name.slice(0, slash), 0o777);
		}
	}

	/** Folders that the last file has gone from go too. */
	#removeFolders(name: string): void {
		try {
			for (let slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
				this.#run.process.rmdir(name.slice(0, slash));
			}
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}

	*#put(name: string, text: string, mode = 0o666): Task<void> {
		const { process } = this.#run;
		if (name === '-') {
			yield* this.#run.out.write(text);
			return;
		}
		if (process.access(name, {}) && process.stat(name).type === 'file') process.unlink(name);
		const fd = yield* process.open(name, { write: true, create: true, truncate: true }, mode);
		yield* process.write(fd, encodeLossless(text));
		process.close(fd);
		if (mode !== 0o666) process.chmod(name, mode);
	}
}

function leadText(lead: readonly string[]): string {
	if (lead.length === 0) return '';
	const rule = '-'.repeat(26);
	return `The text leading up to this was:\n${rule}\n${lead.map((line) => `|${line}\n`).join('')}${rule}\n`;
}
