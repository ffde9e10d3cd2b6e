import { useEffect, useState } from 'react';
import type { MyDrills } from '../../_lib/drills/my-drills.ts';
import { fetchMyDrills } from './drill-api.ts';

/** The visitor's drills; undefined until they have come. Asked anew by every page that shows them. */
export function useMyDrills(): MyDrills | undefined {
	const [mine, setMine] = useState<MyDrills>();
	useEffect(() => {
		let wanted = true;
		void fetchMyDrills().then((answer) => {
			if (wanted && answer !== undefined) setMine(answer);
		});
		return () => {
			wanted = false;
		};
	}, []);
	return mine;
}
