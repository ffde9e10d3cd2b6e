import type { DateToken } from './date-tokens.ts';
import type { Unit } from './date-words.ts';

/** What a date string says. */
export class DateItems {
	year: { readonly value: number; readonly digits: number } | undefined;
	month = 0;
	day = 0;
	hour = 0;
	minute = 0;
	second = 0;
	/** In minutes east of Greenwich. */
	zoneMinutes = 0;
	weekday = 0;
	/** Which of these days: 0 the next one, that of today included. */
	ordinal = 0;
	readonly moved: Record<Unit, number> = { month: 0, day: 0, second: 0 };
	dates = 0;
	times = 0;
	zones = 0;
	days = 0;
	moves = 0;
}

type NumberToken = Extract<DateToken, { kind: 'number' }>;

const ZONE_MINUTES_MAX = 24 * 60;

/** Undefined for what is no date. Models gnulib parse-datetime.y, its grammar. */
export function dateItems(tokens: readonly DateToken[]): DateItems | undefined {
	const reader = new ItemReader(tokens);
	return reader.all() ? reader.items : undefined;
}

class ItemReader {
	readonly items = new DateItems();
	readonly #tokens: readonly DateToken[];
	#at = 0;

	constructor(tokens: readonly DateToken[]) {
		this.#tokens = tokens;
	}

	all(): boolean {
		while (this.#at < this.#tokens.length) if (!this.#item()) return false;
		const { dates, times, zones, days } = this.items;
		return Math.max(dates, times, zones, days) <= 1;
	}

	#peek(ahead = 0): DateToken | undefined {
		return this.#tokens[this.#at + ahead];
	}

	#kind(ahead = 0): string | undefined {
		return this.#peek(ahead)?.kind;
	}

	#isMark(mark: string, ahead = 0): boolean {
		const token = this.#peek(ahead);
		return token?.kind === 'mark' && token.mark === mark;
	}

	/** A number without a fraction, with a sign or without one. */
	#number(isSigned: boolean, ahead = 0): NumberToken | undefined {
		const token = this.#peek(ahead);
		return token?.kind === 'number' && token.isSigned === isSigned && !token.hasFraction ? token : undefined;
	}

	#item(): boolean {
		const token = this.#peek() as DateToken;
		switch (token.kind) {
			case 'number':
				return this.#fromNumber(token);
			case 'month':
				return this.#fromMonth(token.month);
			case 'day':
				this.#at++;
				this.#setDay(0, token.weekday);
				if (this.#isMark(',')) this.#at++;
				return true;
			case 'ordinal':
				return this.#fromOrdinal(token.count);
			case 'unit':
				return this.#move(1, 0);
			case 'shift':
				this.#at++;
				this.items.moved.day += token.days;
				this.items.moves++;
				return true;
			case 'zone':
				return this.#zone(token.minutes, token.isSummer !== true);
			case 't':
				return this.#zone(-7 * 60, false);
			default:
				return false;
		}
	}

	#setDay(ordinal: number, weekday: number): void {
		this.items.ordinal = ordinal;
		this.items.weekday = weekday;
		this.items.days++;
	}

	#setDate(year: NumberToken | undefined, month: number, day: number): true {
		const { items } = this;
		if (year !== undefined) items.year = { value: Math.abs(year.value), digits: year.digits };
		items.month = month;
		items.day = Math.abs(day);
		items.dates++;
		return true;
	}

	#fromNumber(token: NumberToken): boolean {
		if (this.#kind(1) === 'unit') return this.#move(token.value, 1);
		if (token.isSigned || token.hasFraction) return false;
		const next = this.#peek(1);
		if (this.#isMark(':', 1) || next?.kind === 'meridian') return this.#time(token);
		if (this.#isMark('/', 1)) return this.#slashed(token);
		if (next?.kind === 'day') {
			this.#at += 2;
			this.#setDay(token.value, next.weekday);
			return true;
		}
		if (next?.kind === 'month') return this.#dayAndMonth(token, next.month);
		const [month, day] = [this.#number(true, 1), this.#number(true, 2)];
		if (month !== undefined && day !== undefined) {
			this.#at += 3;
			this.#setDate(token, -month.value, -day.value);
			if (this.items.day < 1 || month.value > 0) return false;
			// A T before a time is no zone.
			if (this.#kind() !== 't' || this.#number(false, 1) === undefined) return true;
			this.#at++;
			return this.#isMark(':', 1);
		}
		this.#at++;
		this.#lone(token);
		return this.#kind() !== 'number' || (this.#peek() as NumberToken).isSigned === false || this.#kind(1) === 'unit';
	}

	/** A number alone: the year of a date before it, a date, or a time. */
	#lone({ value, digits }: NumberToken): void {
		const { items } = this;
		if (items.dates > 0 && items.year === undefined && items.moves === 0 && (items.times > 0 || digits > 2)) {
			items.year = { value, digits };
		} else if (digits > 4) {
			items.dates++;
			items.day = value % 100;
			items.month = Math.floor(value / 100) % 100;
			items.year = { value: Math.floor(value / 10_000), digits: digits - 4 };
		} else {
			items.times++;
			[items.hour, items.minute] = digits <= 2 ? [value, 0] : [Math.floor(value / 100), value % 100];
			items.second = 0;
		}
	}

	/** 3pm, 10:00, 10:00:30.5 pm, 10:00 +09:00. */
	#time(hour: NumberToken): boolean {
		const { items } = this;
		items.times++;
		items.hour = hour.value;
		items.minute = 0;
		items.second = 0;
		this.#at++;
		if (this.#isMark(':')) {
			const minute = this.#number(false, 1);
			if (minute === undefined) return false;
			items.minute = minute.value;
			this.#at += 2;
			if (this.#isMark(':')) {
				const second = this.#peek(1);
				if (second?.kind !== 'number' || second.isSigned) return false;
				items.second = second.value;
				this.#at += 2;
			}
		}
		const next = this.#peek();
		if (next?.kind === 'meridian') {
			this.#at++;
			if (items.hour < 1 || items.hour > 12) return false;
			items.hour = (items.hour % 12) + (next.isAfternoon ? 12 : 0);
			return true;
		}
		if (this.#number(true) === undefined) return true;
		items.zones++;
		return this.#offset(0);
	}

	/** "+9", "-0500", "+09:30", on top of a zone that has been named. */
	#offset(base: number): boolean {
		const signed = this.#number(true) as NumberToken;
		this.#at++;
		let minutes: number;
		const size = Math.abs(signed.value);
		const behind = this.#isMark(':') ? this.#number(false, 1) : undefined;
		if (behind !== undefined) {
			this.#at += 2;
			minutes = size * 60 + behind.value;
		} else if (signed.digits <= 2) minutes = size * 60;
		else minutes = Math.floor(size / 100) * 60 + (size % 100);
		if (minutes > ZONE_MINUTES_MAX) return false;
		this.items.zoneMinutes = base + (signed.isNegative ? -minutes : minutes);
		return true;
	}

	#zone(minutes: number, maySummer: boolean): boolean {
		this.#at++;
		this.items.zones++;
		this.items.zoneMinutes = minutes;
		if (maySummer && this.#kind() === 'dst') {
			this.#at++;
			this.items.zoneMinutes += 60;
			return true;
		}
		if (this.#number(true) === undefined || this.#kind(1) === 'unit') return true;
		return this.#offset(minutes);
	}

	/** 1/31, 1/31/2024, 2024/1/31. */
	#slashed(first: NumberToken): boolean {
		const second = this.#number(false, 2);
		if (second === undefined) return false;
		this.#at += 3;
		const third = this.#isMark('/') ? this.#number(false, 1) : undefined;
		if (this.#isMark('/') && third === undefined) return false;
		if (third === undefined) return this.#setDate(undefined, first.value, second.value);
		this.#at += 2;
		return first.digits >= 4
			? this.#setDate(first, second.value, third.value)
			: this.#setDate(third, first.value, second.value);
	}

	/** 31 Jan, 31 Jan 2024, 31-Jan-2024. */
	#dayAndMonth(day: NumberToken, month: number): boolean {
		this.#at += 2;
		const year = this.#number(false) ?? this.#number(true);
		// After a sign it may be an amount.
		if (year === undefined || (this.#kind(1) === 'unit' && year.isSigned))
			return this.#setDate(undefined, month, day.value);
		this.#at++;
		return this.#setDate(year, month, day.value);
	}

	/** Jan 31, Jan 31, 2024, Jan-31-2024. */
	#fromMonth(month: number): boolean {
		this.#at++;
		const [day, year] = [this.#number(true), this.#number(true, 1)];
		if (day !== undefined && year !== undefined) {
			this.#at += 2;
			return this.#setDate(year, month, day.value);
		}
		const plain = this.#number(false);
		if (plain === undefined) return false;
		this.#at++;
		if (!this.#isMark(',')) return this.#setDate(undefined, month, plain.value);
		const behind = this.#number(false, 1);
		if (behind === undefined) return false;
		this.#at += 2;
		return this.#setDate(behind, month, plain.value);
	}

	#fromOrdinal(count: number): boolean {
		const next = this.#peek(1);
		if (next?.kind === 'unit') return this.#move(count, 1);
		if (next?.kind !== 'day') return false;
		this.#at += 2;
		this.#setDay(count, next.weekday);
		return true;
	}

	/** @param ahead where its unit stands. */
	#move(count: number, ahead: number): boolean {
		const unit = this.#peek(ahead);
		if (unit?.kind !== 'unit') return false;
		this.#at += ahead + 1;
		const isAgo = this.#kind() === 'ago';
		if (isAgo) this.#at++;
		if (!Number.isInteger(count) && unit.times !== 1) return false;
		if (!Number.isInteger(count) && unit.unit !== 'second') return false;
		this.items.moved[unit.unit] += count * unit.times * (isAgo ? -1 : 1);
		this.items.moves++;
		return true;
	}
}
