'use client';

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { type BenchState, BenchStore } from './bench-store.ts';

const BenchContext = createContext<BenchStore | undefined>(undefined);

/** Gives everything inside one bench: the prose's tasks and run blocks, and the bench itself. */
export function BenchProvider({ exercise, children }: { readonly exercise: string; readonly children: ReactNode }) {
	const [store] = useState(() => new BenchStore(exercise));
	useEffect(() => {
		currentBench = store;
		return () => {
			currentBench = undefined;
			store.stop();
		};
	}, [store]);
	return <BenchContext value={store}>{children}</BenchContext>;
}

/** The bench of the page that is shown, for what stands outside it (the command palette). */
let currentBench: BenchStore | undefined;
export function benchOfThePage(): BenchStore | undefined {
	return currentBench;
}

export function useBenchStore(): BenchStore {
	const store = useContext(BenchContext);
	if (store === undefined) throw new Error('assertion failed: there is no bench here');
	return store;
}

/** A part of the bench's state; `select` must give the same object for the same state. */
export function useBench<T>(select: (state: BenchState) => T): T {
	const store = useBenchStore();
	const read = () => select(store.state);
	return useSyncExternalStore(store.subscribe, read, read);
}
