import 'server-only';
import { isDrillRef, loadDrill } from './drills.ts';
import { exerciseFileNames, readExerciseFile } from './exercise-files.ts';
import { ContentError } from './read-content.ts';

export interface ExerciseScript {
	/** "solution.sh", "solution.imperative.sh", "wrong.selector.sh". */
	readonly name: string;
	readonly script: string;
}

export interface WrongScript extends ExerciseScript {
	/** The checks that must fail after it, as "task/check". */
	readonly fails: readonly string[];
}

/**
 * The scripts that prove an exercise: every `solution*.sh` scores full, every `wrong.*.sh` fails where its line
 * `# fails: task/check, task/check` says. Throws ContentError when there is no solution, or a near miss says nothing.
 */
export async function exerciseScripts(
	id: string,
): Promise<{ readonly solutions: readonly ExerciseScript[]; readonly wrong: readonly WrongScript[] }> {
	if (isDrillRef(id)) {
		const drill = await loadDrill(id);
		if (drill === undefined) throw new ContentError(`there is no drill "${id}"`);
		return drill.scripts;
	}
	const names = await exerciseFileNames(id);
	const read = async (name: string) => ({ name, script: (await readExerciseFile(id, name)) ?? '' });
	const solutions = await Promise.all(names.filter((name) => /^solution(\.[\w-]+)?\.sh$/.test(name)).map(read));
	const wrong = await Promise.all(names.filter((name) => /^wrong\.[\w-]+\.sh$/.test(name)).map(read));
	return { solutions, wrong: wrong.map((script) => ({ ...script, fails: failsOf(id, script) })) };
}

function failsOf(id: string, { name, script }: ExerciseScript): string[] {
	const line = /^# fails: (?<checks>.+)$/m.exec(script)?.groups?.checks;
	const checks = line?.split(',').map((check) => check.trim()) ?? [];
	if (checks.length > 0 && checks.every((check) => /^[a-z0-9-]+\/[a-z0-9-]+$/.test(check))) return checks;
	throw new ContentError(`content/exercises/${id}/${name}: needs a line "# fails: task/check, …"`);
}
