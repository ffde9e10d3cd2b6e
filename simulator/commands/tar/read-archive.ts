import type { TarItem } from '../../machinery/tar/tar-reader.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import type { Output } from '../stdio.ts';
import { outcome } from './create-archive.ts';
import { Extractor } from './extractor.ts';
import { listingLine, shownName } from './listing.ts';
import { MemberNames } from './member-names.ts';
import { MemberReader, openArchive } from './member-reader.ts';
import { type NamedItem, readNameList } from './name-list.ts';
import { changeDirectory, fatal, listingOutput, type TarRun, usage, verbosity } from './tar-run.ts';
import { WantedMembers } from './wanted-members.ts';

/** `tar -t` and `tar -x`. */
export function* readArchive(run: TarRun): Task<number> {
	const { values } = run;
	const names = yield* readNameList(run);
	if (values.occurrence !== undefined && names.items.length === 0) {
		throw usage('--occurrence is meaningless without a file list');
	}
	const fd = yield* openArchive(run);
	const listing = yield* listingOutput(run, values.toStdout === true || values.toCommand !== undefined);
	for (const directory of names.items.length === 0 ? names.directories : []) changeDirectory(run, directory);
	const extractor = new Extractor(run, yield* readAccounts(run.process));
	const wanted = new WantedMembers(run, names);
	const members = new Members(run, values.list === true ? run.out : listing, extractor, wanted);
	const reader = new MemberReader(run, fd, (item) => members.take(item));
	const isWhole = yield* reader.readAll();
	if (values.blockNumber === true && isWhole) yield* listing.write(`block ${reader.end / 512}: ** Block of NULs **\n`);
	yield* extractor.finish();
	yield* listing.flush();
	const missing = isWhole ? yield* wanted.tellMissing() : true;
	return yield* outcome(run, missing || names.failed || extractor.failed);
}

class Members {
	readonly #run: TarRun;
	readonly #listing: Output;
	readonly #extractor: Extractor;
	readonly #wanted: WantedMembers;
	readonly #columns = { size: 0 };
	readonly #verbosity: number;
	readonly #shownNames: MemberNames | undefined;
	readonly #start: string;
	#place: NamedItem | undefined;

	constructor(run: TarRun, listing: Output, extractor: Extractor, wanted: WantedMembers) {
		this.#run = run;
		this.#listing = listing;
		this.#extractor = extractor;
		this.#wanted = wanted;
		this.#verbosity = verbosity(run) + (run.values.list === true ? 1 : 0);
		this.#shownNames = run.values.shownNames === true ? new MemberNames(run) : undefined;
		this.#start = run.process.cwd;
	}

	*take(item: TarItem): Task<void> {
		const { values, process } = this.#run;
		yield* process.tick();
		const { name, type } = item.entry;
		if (type === 'label' && values.label !== undefined && values.label !== name) {
			throw fatal(`Volume ‘${name}’ does not match ‘${values.label}’`);
		}
		const place = this.#wanted.take(name);
		if (place === undefined) return;
		if (values.interactive === true && values.extract === true && !(yield* this.#confirm(name))) return;
		if (values.list !== true && this.#extractor.leavesOut(item)) return;
		yield* this.#tell(item);
		if (values.list === true || type === 'label') return;
		this.#goTo(place);
		yield* this.#extractor.extract(item);
	}

	/** Members that were named behind a -C go there. */
	#goTo(place: NamedItem): void {
		if (place === this.#place || place.name === '') return;
		this.#place = place;
		this.#run.process.chdir(this.#start);
		for (const directory of place.directories) changeDirectory(this.#run, directory);
	}

	*#tell(item: TarItem): Task<void> {
		const { values } = this.#run;
		if (this.#verbosity === 0) return;
		const block = values.blockNumber === true ? `block ${item.from / 512}: ` : '';
		const name = this.#shownNames?.strip(item.entry.name).name ?? item.entry.name;
		const shown = { ...item, entry: { ...item.entry, name } };
		const line = this.#verbosity > 1 ? listingLine(shown, this.#columns, values) : `${shownName(name, values)}\n`;
		yield* this.#listing.write(block + line);
		// A program that gets the member says something too.
		if (values.toCommand !== undefined) yield* this.#listing.flush();
	}

	*#confirm(name: string): Task<boolean> {
		const { process, out } = this.#run;
		yield* out.write(`extract ‘${name.replace(/\/+$/, '')}’?`);
		yield* out.flush();
		return /^[yY]/.test(decodeUtf8(yield* process.read(0, 256)));
	}
}

/** `tar --test-label`. */
export function* testLabel(run: TarRun): Task<number> {
	const finder = new LabelFinder(run);
	yield* new MemberReader(run, yield* openArchive(run), (item) => finder.take(item)).readAll();
	const { label } = finder;
	if (run.operands.length > 0) return label !== undefined && run.operands.includes(label) ? 0 : 1;
	if (label !== undefined) yield* run.out.write(`${label}\n`);
	return label === undefined ? 1 : 0;
}

class LabelFinder {
	readonly #run: TarRun;
	#isFirst = true;
	label: string | undefined;

	constructor(run: TarRun) {
		this.#run = run;
	}

	*take({ entry }: TarItem): Task<void> {
		if (this.#isFirst && entry.type === 'label') this.label = entry.name;
		this.#isFirst = false;
		yield* this.#run.process.tick();
	}
}
