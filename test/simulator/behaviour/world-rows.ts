import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';

/** What is done to a cluster, and what somebody who looks is then shown. */
export interface WorldRow {
	readonly cause: string;
	/** Where the real behaviour is written down. */
	readonly source: string;
	/** Lines of bash; `apply` takes a manifest from its standard input. */
	readonly given: string;
	/** Virtual seconds until somebody looks. */
	readonly after: number;
	readonly ask: string;
	readonly told: string;
}

const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What the row's question prints, both streams; uids are "UID". */
export function answerOf(world: SimulatedWorld, row: WorldRow): string {
	if (row.given !== '') shell(world, row.given);
	world.run(world.now() + row.after * 1000);
	return shell(world, row.ask).replace(UID, 'UID');
}

export function shell(world: SimulatedWorld, script: string): string {
	const { stdout, stderr } = world.runScript({ name: 'row.sh', script: `${HELPERS}\n${script}`, limitMs: 600_000 });
	return stdout + stderr;
}

/** `pod NAME VOLUME-SOURCE [MOUNT]`: one container that sleeps and has the volume at /data; `device NAME CLAIM`: at /dev/xvda. */
const HELPERS = `apply() { kubectl apply -f - >/dev/null; }
pod() {
	kubectl apply -f - >/dev/null <<END
{apiVersion: v1, kind: Pod, metadata: {name: $1}, spec: {terminationGracePeriodSeconds: 0, containers: [{name: c, image: "busybox:1.36", command: [sleep, "9999"], volumeMounts: [{name: v, mountPath: /data$3}]}], volumes: [{name: v, $2}]$4}}
END
}
device() {
	kubectl apply -f - >/dev/null <<END
{apiVersion: v1, kind: Pod, metadata: {name: $1}, spec: {terminationGracePeriodSeconds: 0, containers: [{name: c, image: "busybox:1.36", command: [sleep, "9999"], volumeDevices: [{name: v, devicePath: /dev/xvda}]}], volumes: [{name: v, persistentVolumeClaim: {claimName: $2}}]}}
END
}
pv() {
	kubectl apply -f - >/dev/null <<END
{apiVersion: v1, kind: PersistentVolume, metadata: {name: $1}, spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], storageClassName: "$2", $3}}
END
}
pvc() {
	kubectl apply -f - >/dev/null <<END
{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: $1}, spec: {accessModes: [\${4:-ReadWriteOnce}], resources: {requests: {storage: 1Gi}}\${2:+, storageClassName: "$2"}$3}}
END
}
events() { kubectl events --for $1 --no-headers | awk '{ $1=""; print }' | sed 's/^ *(x[0-9]* over [^)]*) //; s/^ *//' | grep -v 'Normal \\(Scheduled\\|Pulled\\|Pulling\\|Created\\|Started\\|Killing\\) '; }
where() { kubectl get $1 -o jsonpath="{.$2}"; echo; }`;
