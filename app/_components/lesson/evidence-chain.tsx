'use client';

import type { Evidence } from '../../../simulator/sandbox/world-api.ts';
import { useBenchStore } from '../bench/bench-context.tsx';
import { EvidenceSentences } from './evidence-sentences.tsx';
import { useLessonView } from './lesson-view.tsx';

/** Why a check fails, cause by cause; what a sentence speaks of can be opened on the map. */
export function EvidenceChain({ evidence }: { readonly evidence: readonly Evidence[] }) {
	const store = useBenchStore();
	const { showBench } = useLessonView();
	return (
		<EvidenceSentences
			evidence={evidence}
			open={(object) => {
				showBench();
				store.select(object);
			}}
		/>
	);
}
