import type { NetworkNamespace } from '../kernel/machine-api.ts';
import type { RouteEntry } from '../kernel/net/links/route-entry.ts';
import type { Context } from '../machinery/context.ts';
import type { Timer } from '../machinery/event-loop.ts';

/** Models "scan time 2" of confd's bird.cfg, and Felix's RouteRefreshInterval. */
const BIRD_MS = 2_000;
const FELIX_MS = 90_000;

/** Puts routes back that somebody has deleted, as long as it runs: BIRD those of other nodes' Pods, Felix those of its own node's. */
export function startRouteKeeper(context: Context, { links }: NetworkNamespace): { stop(): void } {
	const timers = new Set<Timer>();
	links.putBack();
	links.onRemoved = (route) => {
		const keeps = route.proto === 'bird' ? isBirds : isFelixs;
		if (!keeps(route)) return;
		const timer = context.loop.after(keeps === isBirds ? BIRD_MS : FELIX_MS, () => {
			timers.delete(timer);
			links.putBack(keeps);
		});
		timers.add(timer);
	};
	return {
		stop: () => {
			links.onRemoved = undefined;
			for (const timer of timers) timer.cancel();
		},
	};
}

function isBirds({ proto }: RouteEntry): boolean {
	return proto === 'bird';
}

function isFelixs({ dev }: RouteEntry): boolean {
	return dev?.startsWith('cali') === true;
}
