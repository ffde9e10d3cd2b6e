import { afterAll, describe, expect, test } from 'vitest';
import { BUSYBOX_PATH } from '../support/command-bench.ts';
import { Goldens } from '../support/golden.ts';
import { normalized, ownAnswer } from './answers.ts';
import { type Snippet, type SnippetShell, snippets } from './snippets.ts';

/** The manual's sections: what real shells answered to the snippets in `cases/`. RECORD=1 asks them again. */
const TOOLS: Readonly<Record<SnippetShell, string>> = { bash: 'bash', dash: 'dash', ash: `${BUSYBOX_PATH}/busybox` };
const ASK_VERSION: Readonly<Record<SnippetShell, readonly string[]>> = {
	bash: ['-c', 'bash --version | head -1; dpkg-query -W bash coreutils findutils grep sed mawk'],
	dash: ['-c', 'dpkg-query -W dash'],
	ash: ['sh', '-c', `${BUSYBOX_PATH}/busybox | head -1`],
};
const ALL = snippets();

describe.each(['bash', 'dash', 'ash'] as const)('%s', (shell) => {
	const goldens = new Goldens(`manual-${shell}`, TOOLS[shell], ASK_VERSION[shell]);
	afterAll(() => goldens.save());
	const own = ALL.filter((each) => each.shell === shell);
	for (const section of new Set(own.map((each) => each.section))) {
		describe(section, () => {
			test.each(own.filter((each) => each.section === section).map((each) => [each.script, each] as const))(
				'%s',
				(_script, snippet) => check(goldens, snippet),
			);
		});
	}
});

function check(goldens: Goldens, snippet: Snippet): void {
	const real = normalized(goldens.get(snippet.golden));
	const own = normalized(ownAnswer(TOOLS[snippet.shell], snippet.golden));
	if (snippet.differs === undefined) expect(own).toEqual(real);
	else expect(own, 'it does not differ any more: take the mark away').not.toEqual(real);
}
