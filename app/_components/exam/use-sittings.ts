import { useEffect, useState } from 'react';
import type { SittingSummary } from '../../_lib/exams/sitting-view.ts';
import { ask } from '../account/api-request.ts';

/** The visitor's sittings, the latest first; undefined until they have come. */
export function useSittings(): readonly SittingSummary[] | undefined {
	const [sittings, setSittings] = useState<readonly SittingSummary[]>();
	useEffect(() => {
		let wanted = true;
		void ask('exams/sittings', (response) => response.json() as Promise<{ sittings: SittingSummary[] }>).then(
			({ data }) => wanted && setSittings(data?.sittings ?? []),
		);
		return () => {
			wanted = false;
		};
	}, []);
	return sittings;
}
