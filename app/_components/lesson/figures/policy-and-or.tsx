import type { Locale } from '../../../_lib/content/localized.ts';
import { Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '붙임표 하나로 달라지는 것',
		description:
			'왼쪽은 from의 항목이 둘이다. team=finance 네임스페이스의 모든 파드와, 자기 네임스페이스의 app=auditor 파드가 들어온다. 오른쪽은 항목이 하나다. team=finance 네임스페이스에 있는 app=auditor 파드만 들어온다.',
		or: '항목 둘: 또는',
		and: '항목 하나: 그리고',
		finance: 'finance (team=finance)',
		own: '자기 네임스페이스',
		in: '들어온다',
		out: '막힌다',
	},
	en: {
		title: 'What one hyphen changes',
		description:
			'On the left, from has two elements: all Pods of namespaces labelled team=finance get in, and the Pods labelled app=auditor of the policy’s own namespace. On the right it has one: only Pods labelled app=auditor in namespaces labelled team=finance get in.',
		or: 'two elements: or',
		and: 'one element: and',
		finance: 'finance (team=finance)',
		own: 'its own namespace',
		in: 'gets in',
		out: 'is blocked',
	},
} as const;

const OR = ['from:', '- namespaceSelector: …', '- podSelector: …'];
const AND = ['from:', '- namespaceSelector: …', 'podSelector: …'];

/** The same two selectors as two elements of a list and as one. */
export function PolicyAndOr({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	const side = (x: number, title: string, lines: readonly string[], allowed: readonly boolean[]) => (
		<g>
			<text x={x} y={20} className="fig-title">
				{title}
			</text>
			<Box x={x} y={30} width={246} height={78} />
			{lines.map((line, at) => (
				<text key={line} x={x + (line.startsWith('pod') ? 24 : 14)} y={54 + at * 20}>
					{line}
				</text>
			))}
			<Pods x={x} y={124} label={t.finance} names={['auditor', 'intern']} allowed={allowed.slice(0, 2)} t={t} />
			<Pods x={x} y={222} label={t.own} names={['auditor', 'other']} allowed={allowed.slice(2)} t={t} />
		</g>
	);
	return (
		<Drawing id="fig-policy-and-or" width={520} height={314} title={t.title} description={t.description}>
			{side(8, t.or, OR, [true, true, true, false])}
			{side(266, t.and, AND, [true, false, false, false])}
		</Drawing>
	);
}

interface PodsProps {
	readonly x: number;
	readonly y: number;
	readonly label: string;
	readonly names: readonly string[];
	readonly allowed: readonly boolean[];
	readonly t: { readonly in: string; readonly out: string };
}

function Pods({ x, y, label, names, allowed, t }: PodsProps) {
	return (
		<g>
			<Box x={x} y={y} width={246} height={86} kind="old" />
			<text x={x + 12} y={y + 20} className="fig-note">
				{label}
			</text>
			{names.map((name, at) => (
				<Box
					key={name}
					x={x + 12 + at * 114}
					y={y + 30}
					width={108}
					height={46}
					kind={allowed[at] ? 'new' : 'ghost'}
					title={name}
					note={allowed[at] ? `✓ ${t.in}` : `✕ ${t.out}`}
				/>
			))}
		</g>
	);
}
