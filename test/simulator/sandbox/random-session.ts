import fc from 'fast-check';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import type { JournalInput } from '../../../simulator/sandbox/world-api.ts';

/** One thing that comes in from outside, `afterMs` after the one before. */
export interface Action {
	readonly afterMs: number;
	readonly what:
		| { readonly kind: 'open'; readonly host: string }
		| { readonly kind: 'type'; readonly terminal: number; readonly text: string }
		| { readonly kind: 'resize'; readonly terminal: number; readonly columns: number; readonly rows: number }
		| { readonly kind: 'close'; readonly terminal: number }
		| { readonly kind: 'file'; readonly path: string; readonly content: string }
		| { readonly kind: 'jump'; readonly ms: number };
}

const LINES = [
	'kubectl create deployment web --image=nginx --replicas=3',
	'kubectl create deployment bad --image=nginx:nope --replicas=2',
	'kubectl scale deployment web --replicas=5',
	'kubectl scale deployment web --replicas=1',
	'kubectl set image deployment/web nginx=nginx:1.27',
	'kubectl rollout restart deployment web; kubectl rollout status deployment web',
	'kubectl delete deployment web',
	'kubectl delete pod --all --wait=false',
	'kubectl run one --image=busybox --restart=Never -- sh -c "echo hello; sleep 3; exit 3"',
	'kubectl logs one; kubectl delete pod one --now',
	'kubectl expose deployment web --port=80; kubectl get svc,endpointslices',
	'kubectl get pods -w',
	'kubectl get pods -A -o wide',
	'kubectl get events --sort-by=.lastTimestamp | tail -3',
	'kubectl describe deployment web | head -20',
	'kubectl exec -it deploy/web -- sh',
	'kubectl edit deployment web',
	'kubectl drain node01 --ignore-daemonsets --force',
	'kubectl uncordon node01',
	'kubectl create ns team; kubectl get ns',
	'kubectl apply -f /root/app.yaml',
	'vim /root/notes.txt',
	'sleep 3 &',
	'sleep 100',
	'jobs; fg',
	'bg',
	'wait',
	'for i in 1 2 3; do echo $RANDOM; sleep 0.3; done',
	'seq 1 2000 | grep 7 | sort -r | head -5',
	'yes | head -c 300000 | wc -c',
	'cat > /root/log.txt',
	'echo $$ $PPID $RANDOM; date +%s%N; head -c 8 /dev/urandom | od -x',
	'ls -lai /tmp /root; ps aux | tail -4',
	'while :; do :; done',
	'trap "echo got it" INT; sleep 5; trap - INT',
	'export A=1; (A=2; echo $A); echo $A | cat',
	'cd /tmp && touch a b c && ls | while read f; do echo "<$f>"; done',
	'exit',
] as const;

const KEYS = [
	'\x03',
	'\x1a',
	'\x04',
	'\t',
	'\t\t',
	'\x1b[A\r',
	'\x12sleep\r',
	'q',
	'\x15',
	'y\r',
	'',
	'kubectl get po\t',
];

const text = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...LINES).map((line) => `${line}\r`) },
	{ weight: 4, arbitrary: fc.constantFrom(...KEYS) },
	// A paste: several lines at once.
	{
		weight: 1,
		arbitrary: fc.array(fc.constantFrom(...LINES), { minLength: 2, maxLength: 4 }).map((all) => all.join('\r')),
	},
	{ weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
);

const terminal = fc.nat({ max: 2 });
const what: fc.Arbitrary<Action['what']> = fc.oneof(
	{ weight: 12, arbitrary: fc.record({ kind: fc.constant('type' as const), terminal, text }) },
	{
		weight: 1,
		arbitrary: fc.record({ kind: fc.constant('open' as const), host: fc.constantFrom('controlplane', 'node01') }),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('resize' as const),
			terminal,
			columns: fc.integer({ min: 20, max: 250 }),
			rows: fc.integer({ min: 5, max: 80 }),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const), terminal: fc.constant(2) }) },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('file' as const),
			path: fc.constant('/root/app.yaml'),
			content: fc.constantFrom(
				'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: b\n',
				'apiVersion: v1\nkind: Nonsense\n',
				'{',
			),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('jump' as const), ms: fc.integer({ min: 1, max: 400_000 }) }) },
);

/** What a student might do. Seeded by fast-check, shrunk when it fails. */
export const session: fc.Arbitrary<Action[]> = fc.array(
	fc.record({ afterMs: fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 3_000 })), what }),
	{ minLength: 3, maxLength: 25 },
);

/** Where the host's scheduling cuts a live run: callbacks at a time, and odd targets on the way. */
export const slices: fc.Arbitrary<number[]> = fc.array(fc.integer({ min: 1, max: 97 }), {
	minLength: 1,
	maxLength: 12,
});

/** Plays a session as the server's worker does: to each moment in slices, then what comes in there. */
export function play(world: SimulatedWorld, actions: readonly Action[], sizes: readonly number[]): void {
	let turn = 0;
	const runTo = (targetMs: number): void => {
		for (;;) {
			const size = sizes[turn++ % sizes.length] as number;
			// Sometimes only a part of the way, as when real time has not come further.
			const partMs = turn % 3 === 0 ? Math.min(targetMs, world.now() + size) : targetMs;
			if (world.run(partMs, size) && partMs === targetMs) return;
		}
	};
	let opened = 0;
	const apply = (event: JournalInput): void => {
		while (!world.run(world.now(), sizes[turn++ % sizes.length] as number));
		world.apply(event);
	};
	const open = (host: string): void => {
		if (world.terminals().length < 4) apply({ kind: 'open', terminal: `t${opened++}`, host, columns: 80, rows: 24 });
	};
	open('controlplane');
	for (const { afterMs, what } of actions) {
		runTo(world.now() + afterMs);
		const terminals = world.terminals();
		const at = 'terminal' in what ? terminals[what.terminal % Math.max(1, terminals.length)]?.id : undefined;
		if (what.kind === 'open') open(what.host);
		else if (what.kind === 'file') apply(what);
		else if (what.kind === 'jump') {
			apply({ kind: 'advance', toMs: world.now() + what.ms });
			runTo(world.now() + what.ms);
		} else if (at === undefined) open('controlplane');
		else if (what.kind === 'type') apply({ kind: 'input', terminal: at, data: what.text });
		else if (what.kind === 'resize') apply({ kind: 'resize', terminal: at, columns: what.columns, rows: what.rows });
		else if (terminals.length > 1) apply({ kind: 'close', terminal: at });
	}
	runTo(world.now() + 5_000);
}
