import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, required } from '../../machinery/field-error.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import type { Task } from '../../machinery/task.ts';
import { ALL_VERBS, defineKind, STATUS_SUBRESOURCE } from '../define-kind.ts';
import { Description } from '../describing/description.ts';
import { describeEventsOf } from '../describing/events.ts';
import { describeHead } from '../describing/metadata.ts';
import { timeText } from '../describing/times.ts';
import type { DescribeContext } from '../kind.ts';
import { AGE_COLUMN, fieldDoc, NAME_COLUMN, textColumn } from '../printing/column.ts';
import { keepSpec } from '../strategy/generation.ts';
import { parseCidr } from '../validation/ip-address.ts';
import { validators } from '../validation/kind-rules.ts';
import { validateImmutable } from '../validation/object-meta.ts';
import { validateStrictCidr } from '../validation/strict-ip.ts';
import type { ServiceCIDR } from './types.ts';

const ONE_OF_EACH = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';

/** Models pkg/apis/networking/validation ValidateServiceCIDR. */
function validateContent({ spec }: ServiceCIDR): FieldError[] {
	const { cidrs = [] } = spec;
	const path = 'spec.cidrs';
	if (cidrs.length === 0) return [required(path, 'at least one CIDR required')];
	if (cidrs.length > 2) return [invalidValue(path, { CIDRs: cidrs }, 'may only hold up to 2 values')];
	const families = new Set(cidrs.map((cidr) => parseCidr(cidr)?.max));
	if (cidrs.length === 2 && (families.size !== 2 || families.has(undefined))) {
		return [invalidValue(path, { CIDRs: cidrs }, ONE_OF_EACH)];
	}
	return cidrs.flatMap((cidr, index) => validateStrictCidr(cidr, `${path}[${index}]`));
}

/** Models kubectl/pkg/describe ServiceCIDRDescriber. */
function* describe(range: ServiceCIDR, world: DescribeContext): Task<string> {
	const { metadata, spec, status } = range;
	const description = new Description();
	describeHead(description, metadata, false);
	description.field('CIDRs', (spec.cidrs ?? []).join(', '));
	const conditions = status.conditions ?? [];
	if (conditions.length > 0) {
		description.row(0, 'Status:');
		description.row(0, 'Conditions:');
		description.head(1, ['Type', 'Status', 'LastTransitionTime', 'Reason', 'Message']);
	}
	for (const condition of conditions) {
		const { type, status: value, lastTransitionTime, reason, message } = condition;
		description.row(1, type, value, timeText(lastTransitionTime), reason, message);
	}
	yield* describeEventsOf(description, range, world);
	return description.finish();
}

/** Models pkg/registry/networking/servicecidr/strategy.go. */
export const SERVICE_CIDR = defineKind<ServiceCIDR>({
	group: 'networking.k8s.io',
	version: 'v1',
	kind: 'ServiceCIDR',
	plural: 'servicecidrs',
	singular: 'servicecidr',
	shortNames: [],
	categories: [],
	namespaced: false,
	verbs: ALL_VERBS,
	schema: 'io.k8s.api.networking.v1.ServiceCIDR',
	storagePrefix: 'servicecidrs',
	subresources: [STATUS_SUBRESOURCE],
	validateName: nameIsDnsSubdomain,
	...validators<ServiceCIDR>({
		meta: { namespaced: false, validateName: nameIsDnsSubdomain },
		content: validateContent,
		change: ({ spec }, { spec: old }) => validateImmutable(spec.cidrs, old.cidrs, 'spec.cidrs'),
	}),
	prepareForUpdate: (range, old) => {
		range.status = old.status;
	},
	prepareForStatusUpdate: keepSpec,
	columns: [
		NAME_COLUMN,
		textColumn({
			name: 'CIDRs',
			description: fieldDoc('io.k8s.api.networking.v1.ServiceCIDRSpec', 'cidrs'),
			value: ({ spec }) => (spec.cidrs ?? []).join(','),
		}),
		AGE_COLUMN,
	],
	describe,
});
