import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '기록 하나, 읽기 모델 여럿',
		description:
			'이벤트가 기록의 끝에 덧붙는다. 프로젝터 둘이 저마다 자기 오프셋부터 읽어 잔액과 월별 보고서라는 읽기 모델을 만든다. 읽기 모델은 지워도 기록에서 다시 만들 수 있다.',
		append: '덧붙이기만',
		projector: '프로젝터',
		offsets: ['오프셋 6', '오프셋 3'],
		models: ['잔액', '월별 보고서'],
		again: '다시 만들 수 있다',
	},
	en: {
		title: 'One log, many read models',
		description:
			'Events are appended to the end of a log. Two projectors, each from its own offset, make read models of it: balances and a report by month. A read model can be deleted and made again from the log.',
		append: 'append only',
		projector: 'projector',
		offsets: ['offset 6', 'offset 3'],
		models: ['balances', 'monthly report'],
		again: 'can be made again',
	},
} as const;

const EVENTS = ['+100', '+50', '−30', '+12', '−20', '+200'] as const;

const PROJECTORS = [
	{ from: 320, x: 254, y: 94 },
	{ from: 161, x: 103, y: 162 },
] as const;

/** A log, and what is derived from it. */
export function EventLog({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-event-log" width={520} height={240} title={t.title} description={t.description}>
			{EVENTS.map((event, index) => (
				<Box key={event} x={8 + index * 62} y={14} width={58} kind="new" title={event} note={String(index)} />
			))}
			<Arrow path="M506 36 H386" dashed />
			<text x={446} y={28} textAnchor="middle" className="fig-note">
				{t.append}
			</text>
			{t.models.map((model, row) => {
				const { from, x, y } = PROJECTORS[row] as (typeof PROJECTORS)[number];
				return (
					<g key={model}>
						<Arrow path={`M${from} 58 V${y - 4}`} />
						<Box x={x} y={y} width={116} height={50} title={t.projector} note={t.offsets[row]} />
						<Arrow path={`M${x + 116} ${y + 25} H384`} />
						<Box x={388} y={y} width={124} height={50} kind="old" title={model} />
					</g>
				);
			})}
			<text x={450} y={232} textAnchor="middle" className="fig-note">
				{t.again}
			</text>
		</Drawing>
	);
}
