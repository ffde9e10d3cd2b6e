import type { Task } from '../../machinery/task.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeHead } from '../describing/metadata.ts';
import type { DescribeContext } from '../kind.ts';
import type { ServiceAccount } from './types/service.ts';

const TITLE = 'Image pull secrets:';

/** Models kubectl/pkg/describe ServiceAccountDescriber. */
export function* describeServiceAccount(account: ServiceAccount, world: DescribeContext): Task<string> {
	const description = new Description();
	describeHead(description, account.metadata, true);
	const secrets = (account.imagePullSecrets ?? []).map(({ name = '' }) => name);
	if (secrets.length === 0) description.row(0, TITLE, '<none>');
	secrets.forEach((name, index) => {
		description.row(0, index === 0 ? TITLE : ' '.repeat(TITLE.length), name);
	});
	yield* describeEventsOf(description, account, world);
	return description.finish();
}
