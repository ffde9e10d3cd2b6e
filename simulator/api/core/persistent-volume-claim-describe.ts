import type { Task } from '../../machinery/task.ts';
import { describeClaim } from '../describing/claim.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeList } from '../describing/metadata.ts';
import { PODS } from '../describing/requests.ts';
import { timeText } from '../describing/times.ts';
import type { DescribeContext } from '../kind.ts';
import type { Pod } from './types/pod.ts';
import type { PersistentVolumeClaim } from './types/volume.ts';

/** Models kubectl/pkg/describe PersistentVolumeClaimDescriber. */
export function* describePersistentVolumeClaim(claim: PersistentVolumeClaim, world: DescribeContext): Task<string> {
	const pods = (yield* world.list(PODS, claim.metadata.namespace ?? '', {})) as Pod[];
	const description = new Description();
	describeClaim(description, claim, world.nowMs);
	describeList(description, 'Used By', usersOf(claim, pods).sort());
	const { conditions = [] } = claim.status;
	if (conditions.length > 0) {
		description.row(0, 'Conditions:');
		description.head(
			1,
			['Type', 'Status', 'LastProbeTime', 'LastTransitionTime', 'Reason', 'Message'],
			['----', '------', '-----------------', '------------------', '------', '-------'],
		);
	}
	for (const { type, status, lastProbeTime, lastTransitionTime, reason = '', message = '' } of conditions) {
		const cells = [type, status, timeText(lastProbeTime), timeText(lastTransitionTime), reason];
		description.row(1, ...cells.map((cell) => `${cell} `), message);
	}
	yield* describeEventsOf(description, claim, world);
	return description.finish();
}

/** Names of the Pods that mount it, once for each volume, and of the Pod that it was made for. */
function usersOf({ metadata }: PersistentVolumeClaim, pods: readonly Pod[]): string[] {
	const mounting = pods.flatMap((pod) =>
		(pod.spec.volumes ?? [])
			.filter((volume) => volume.persistentVolumeClaim?.claimName === metadata.name)
			.map(() => pod),
	);
	const owners = (metadata.ownerReferences ?? []).filter(({ kind }) => kind === 'Pod').map(({ uid }) => uid);
	const owning = pods.filter((pod) => owners.includes(pod.metadata.uid) && !mounting.includes(pod));
	return [...mounting, ...owning].map((pod) => pod.metadata.name);
}
