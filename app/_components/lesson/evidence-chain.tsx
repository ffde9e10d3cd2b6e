'use client';

import { useTranslations } from 'next-intl';
import type { Evidence } from '../../../simulator/sandbox/world-api.ts';
import { useBenchStore } from '../bench/bench-context.tsx';
import { useLessonView } from './lesson-view.tsx';

/** Sentences may name any of these; what a link does not say is empty (bounds: "none"). */
const VALUES: Readonly<Record<string, string>> = {
	...Object.fromEntries(
		(
			'path name expected actual kind namespace count apiVersion ready desired updated message reason pod container ' +
			'exitCode restarts image service selector key pods port target declared url error status command output user verb ' +
			'resource actions'
		)
			.split(' ')
			.map((name) => [name, '']),
	),
	min: 'none',
	max: 'none',
};

/** Why a check fails, cause by cause; what a sentence speaks of can be opened on the map. */
export function EvidenceChain({ evidence }: { readonly evidence: readonly Evidence[] }) {
	const t = useTranslations();
	const store = useBenchStore();
	const { showBench } = useLessonView();
	return (
		<ol className="evidence">
			{evidence.map((link, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a chain is drawn anew as a whole.
				<li key={index}>
					<span>
						{t.rich(`evidence.${link.code}` as Parameters<typeof t.rich>[0], {
							...VALUES,
							...link.values,
							c: (chunks) => <code>{chunks}</code>,
						})}
					</span>{' '}
					{link.object !== undefined && (
						<button
							type="button"
							className="object-link"
							onClick={() => {
								showBench();
								store.select(link.object);
							}}
						>
							{link.object.kind}/{link.object.name}
						</button>
					)}
				</li>
			))}
		</ol>
	);
}
