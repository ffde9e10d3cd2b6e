import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '어디서 죽느냐: 잃거나, 두 번 하거나',
		description:
			'위: 큐에서 꺼내고, 일한다. 그 사이에 죽으면 메시지를 잃는다. 아래: 일하고, 확인한다. 그 사이에 죽으면 다시 배달되어 두 번 한다. 그래서 아래를 택하고 일을 멱등하게 만든다.',
		rows: [
			{ first: '꺼내기', second: '일하기', gap: '여기서 죽으면', result: '잃는다', name: '최대 한 번' },
			{ first: '일하기', second: '확인', gap: '여기서 죽으면', result: '두 번 한다', name: '적어도 한 번' },
		],
		cure: '+ 멱등한 일 = 한 번의 효과',
	},
	en: {
		title: 'Where one dies: lost, or done twice',
		description:
			'Above: taken off the queue, then worked on. Who dies in between loses the message. Below: worked on, then acknowledged. Who dies in between has it done twice. One chooses the second and makes the work idempotent.',
		rows: [
			{ first: 'take', second: 'work', gap: 'dies here', result: 'lost', name: 'at most once' },
			{ first: 'work', second: 'ack', gap: 'dies here', result: 'done twice', name: 'at least once' },
		],
		cure: '+ idempotent work = one effect',
	},
} as const;

/** Two orders of taking and working, and what each costs. */
export function AtLeastOnce({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-at-least-once" width={520} height={250} title={t.title} description={t.description}>
			{t.rows.map(({ first, second, gap, result, name }, row) => {
				const y = 30 + row * 100;
				return (
					<g key={name}>
						<text x={8} y={y - 10} className="fig-title">
							{name}
						</text>
						<Box x={8} y={y} width={110} title={first} kind="new" />
						<Arrow path={`M118 ${y + 22} H250`} />
						<text x={184} y={y + 12} textAnchor="middle" className="fig-note">
							{gap}
						</text>
						<Box x={254} y={y} width={110} title={second} kind="new" />
						<Arrow path={`M184 ${y + 26} V${y + 58} H396`} dashed />
						<Box x={400} y={y + 36} width={112} kind="ghost" title={result} />
					</g>
				);
			})}
			<text x={8} y={238} className="fig-title">
				{t.cure}
			</text>
		</Drawing>
	);
}
