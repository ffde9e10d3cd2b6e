import { availableParallelism } from 'node:os';
import { isJobThread } from './workers.ts';

/**
 * `npm run content [-- [--threads N] [EXERCISE | STAGE/LESSON …]]` proves the course, or these parts of it;
 * `npm run content -- --record [STAGE/LESSON …]` writes the outputs of all lessons, or of these.
 * `npm run content -- --coverage` only says what lessons and tasks cover.
 */
if (!isJobThread()) {
	const { proveContent, recordLessons, showCoverage } = await import('./prove-content.ts');
	const args = process.argv.slice(2);
	const at = args.indexOf('--threads');
	const threads = at < 0 ? Math.min(2, availableParallelism()) : Number(args.splice(at, 2)[1]);
	const names = args.filter((each) => !each.startsWith('--'));
	const unknown = args.filter((each) => each.startsWith('--') && each !== '--record' && each !== '--coverage');
	if (unknown.length > 0) {
		console.error(`there is no option ${unknown.join(', ')}`);
		process.exitCode = 2;
	} else {
		const well = args.includes('--coverage')
			? showCoverage()
			: args.includes('--record')
				? recordLessons(names, threads)
				: proveContent(names, threads);
		process.exitCode = (await well) ? 0 : 1;
	}
}
