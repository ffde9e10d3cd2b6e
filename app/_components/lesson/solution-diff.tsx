'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useState } from 'react';
import type { Comparison } from '../../_server/worker-protocol.ts';
import { useBenchStore } from '../bench/bench-context.tsx';

interface Line {
	readonly sign: '+' | '-' | ' ' | '…';
	readonly text: string;
}

interface Difference {
	readonly title: string;
	readonly kind: 'same' | 'missing' | 'extra' | 'differs';
	readonly lines: readonly Line[];
}

/** Lines shown around a change. */
const CONTEXT = 2;

/** What the task looks at as the student has it, and as it is where the model solution has run. */
export function SolutionDiff({ task }: { readonly task: string }) {
	const t = useTranslations('task');
	const store = useBenchStore();
	const [differences, setDifferences] = useState<readonly Difference[]>();
	const compare = useCallback(() => {
		let wanted = true;
		setDifferences(undefined);
		// Comparing texts is wanted by few: it is not part of the lesson's script.
		Promise.all([store.compare(task), import('diff')]).then(([comparisons, { structuredPatch }]) => {
			const lines = (mine: string, model: string): Line[] =>
				structuredPatch('', '', mine, model, '', '', { context: CONTEXT }).hunks.flatMap((hunk, index) => [
					...(index === 0 ? [] : [{ sign: '…', text: '' } as const]),
					...hunk.lines.map(lineOf),
				]);
			if (wanted) setDifferences(comparisons.map((each) => differenceOf(each, lines)));
		});
		return () => {
			wanted = false;
		};
	}, [store, task]);
	useEffect(compare, [compare]);
	if (differences === undefined) return <p role="status">{t('diffWait')}</p>;
	return (
		<div className="solution-diff">
			<p>
				{t('diffTitle')}{' '}
				<button type="button" className="quiet-button" onClick={compare}>
					{t('diffAgain')}
				</button>
			</p>
			{differences.map(({ title, kind, lines }) => (
				<figure key={title}>
					<figcaption>
						<code>{title}</code>
						{kind === 'same' && <span>✓ {t('diffSame')}</span>}
						{kind === 'missing' && <span>{t('diffMissing')}</span>}
						{kind === 'extra' && <span>{t('diffExtra')}</span>}
					</figcaption>
					{lines.length > 0 && (
						// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
						<pre tabIndex={0}>
							{lines.map(({ sign, text }, index) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: a comparison is drawn anew as a whole.
								<span key={index} data-sign={sign}>{`${sign} ${text}\n`}</span>
							))}
						</pre>
					)}
				</figure>
			))}
		</div>
	);
}

function differenceOf(
	{ title, mine, model }: Comparison,
	lines: (mine: string, model: string) => readonly Line[],
): Difference {
	if (mine === model) return { title, kind: 'same', lines: [] };
	if (mine === null) return { title, kind: 'missing', lines: lines('', model ?? '') };
	if (model === null) return { title, kind: 'extra', lines: [] };
	return { title, kind: 'differs', lines: lines(mine, model) };
}

function lineOf(line: string): Line {
	const sign = line[0] === '+' || line[0] === '-' ? line[0] : ' ';
	return { sign, text: line.slice(1) };
}
