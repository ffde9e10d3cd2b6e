import { descending } from '../../machinery/descent.ts';
import type { TarEntry } from '../../machinery/tar/tar-format.ts';
import type { Task } from '../../machinery/task.ts';
import { readAccounts } from '../coreutils/accounts.ts';
import type { Output } from '../stdio.ts';
import { ArchiveWriter } from './archive-writer.ts';
import { compareArchive } from './compare-archive.ts';
import { askedCompression, openSink } from './compression.ts';
import { EntrySettings } from './entry-settings.ts';
import { FileWalk } from './file-walk.ts';
import { type NameList, readNameList } from './name-list.ts';
import { changeDirectory, listingOutput, type TarRun, usage } from './tar-run.ts';

/** `tar -c`. */
export function* createArchive(run: TarRun): Task<number> {
	const { process, values } = run;
	const names = yield* readNameList(run);
	const hasNames = names.items.length > 0 || values.filesFrom !== undefined || values.label !== undefined;
	if (!hasNames) throw usage('Cowardly refusing to create an empty archive');
	const settings = yield* EntrySettings.read(run, yield* readAccounts(process));
	const sink = yield* openSink(run, askedCompression(run));
	const writer = new ArchiveWriter(run, sink);
	const start = process.cwd;
	const listing = yield* listingOutput(run, sink.fd === 1);
	if (values.label !== undefined) yield* writeLabel(run, writer, listing);
	const walk = new FileWalk(run, writer, settings, listing, process.fstat(sink.fd));
	const failed = yield* walkNames(run, walk, names);
	yield* writer.end();
	yield* walk.finish();
	if (values.verify === true) {
		process.chdir(start);
		yield* compareArchive(run, 'Verify ');
	}
	return yield* outcome(run, failed || walk.failed);
}

/** Puts what is named into an archive. Whether something was wrong with the names. */
export function* walkNames(run: TarRun, walk: FileWalk, names: NameList): Task<boolean> {
	const { process } = run;
	const start = process.cwd;
	for (const item of names.items) {
		process.chdir(start);
		for (const directory of item.directories) changeDirectory(run, directory);
		yield* descending(walk.add(item.name, item));
	}
	process.chdir(start);
	// With no file to be put there the last -C is tried all the same.
	if (names.items.length === 0) for (const directory of names.directories) changeDirectory(run, directory);
	process.chdir(start);
	if (names.useless.length === 0) return names.failed;
	yield* run.complain(
		'The following options were used after any non-optional arguments in archive create or update mode.  These options are positional and affect only arguments that follow them.  Please, rearrange them properly.',
	);
	for (const option of names.useless) yield* run.complain(`${option} has no effect`);
	return true;
}

export function* outcome(run: TarRun, failed: boolean): Task<number> {
	if (!failed) return 0;
	yield* run.complain('Exiting with failure status due to previous errors');
	return 2;
}

function* writeLabel(run: TarRun, writer: ArchiveWriter, listing: Output): Task<void> {
	const name = run.values.label as string;
	const entry: TarEntry = {
		name,
		type: 'label',
		mode: 0,
		uid: 0,
		gid: 0,
		userName: '',
		groupName: '',
		mtimeMs: run.process.now(),
		linkName: '',
	};
	if (run.values.verbose === true) yield* listing.write(`${name}\n`);
	yield* writer.put(entry, new Uint8Array(0));
}
