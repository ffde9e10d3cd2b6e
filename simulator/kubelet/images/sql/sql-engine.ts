import type { SqlDialect } from './sql-dialect.ts';
import { type Condition, type SelectItem, SqlParser, type Statement } from './sql-parser.ts';
import { splitStatements } from './sql-tokens.ts';

export type SqlValue = string | null;

export interface SqlTable {
	readonly columns: readonly { readonly name: string; readonly type: string; readonly counts: boolean }[];
	rows: SqlValue[][];
	next: number;
}

export interface SqlDatabases {
	/** By database, by table. */
	readonly databases: Map<string, Map<string, SqlTable>>;
	/** Passwords by account. */
	readonly users: Map<string, string>;
}

export type SqlResult =
	| { readonly columns: readonly string[]; readonly rows: readonly (readonly SqlValue[])[] }
	/** What the server says was done: "INSERT 0 1". */
	| { readonly done: string };

export interface SqlSession {
	readonly user: string;
	database: string | undefined;
}

const ROWS_MAX = 20_000;

/** Runs the statements that exercises use. Differs: no joins, indexes, transactions or privileges. */
export class SqlEngine {
	readonly #data: SqlDatabases;
	readonly #dialect: SqlDialect;
	readonly #facts: (name: string, session: SqlSession) => string | undefined;
	/** Counts what changed, so that the owner knows when to write. */
	changes = 0;

	/** @param facts the values of version(), @@hostname and the like. */
	constructor(
		data: SqlDatabases,
		dialect: SqlDialect,
		facts: (name: string, session: SqlSession) => string | undefined,
	) {
		this.#data = data;
		this.#dialect = dialect;
		this.#facts = facts;
	}

	/** Every statement's result up to the first that fails, which throws SqlError after `onResult` has had the others. */
	run(session: SqlSession, script: string, onResult: (result: SqlResult) => void): void {
		for (const { text, tokens } of splitStatements(script)) {
			const statement = new SqlParser(tokens, text, this.#dialect).statement();
			onResult(this.#execute(session, statement));
		}
	}

	#execute(session: SqlSession, statement: Statement): SqlResult {
		switch (statement.kind) {
			case 'select':
				return this.#select(session, statement);
			case 'show databases':
				return { columns: ['Database'], rows: [...this.#data.databases.keys()].sort().map((name) => [name]) };
			case 'show tables': {
				const { name, tables } = this.#database(session);
				return { columns: [`Tables_in_${name}`], rows: [...tables.keys()].sort().map((table) => [table]) };
			}
			case 'describe': {
				const table = this.#table(session, statement.table);
				return { columns: ['Field', 'Type'], rows: table.columns.map(({ name, type }) => [name, type]) };
			}
			case 'use':
				if (!this.#data.databases.has(statement.database)) throw this.#dialect.unknownDatabase(statement.database);
				session.database = statement.database;
				return { done: 'USE' };
			case 'insert':
				return this.#insert(session, statement);
			case 'nothing':
				return { done: statement.done };
			default:
				this.changes++;
				return this.#change(session, statement);
		}
	}

	#change(session: SqlSession, statement: Statement): SqlResult {
		const { databases, users } = this.#data;
		switch (statement.kind) {
			case 'create database':
				if (databases.has(statement.database)) {
					if (!statement.quietly) throw this.#dialect.databaseExists(statement.database);
				} else databases.set(statement.database, new Map());
				return { done: 'CREATE DATABASE' };
			case 'drop database':
				if (!databases.delete(statement.database) && !statement.quietly)
					throw this.#dialect.noDatabaseToDrop(statement.database);
				return { done: 'DROP DATABASE' };
			case 'create table': {
				const { tables } = this.#database(session);
				if (tables.has(statement.table)) {
					if (!statement.quietly) throw this.#dialect.tableExists(statement.table);
				} else tables.set(statement.table, { columns: statement.columns, rows: [], next: 1 });
				return { done: 'CREATE TABLE' };
			}
			case 'drop table': {
				const { name, tables } = this.#database(session);
				if (!tables.delete(statement.table) && !statement.quietly)
					throw this.#dialect.noTableToDrop(name, statement.table);
				return { done: 'DROP TABLE' };
			}
			case 'user':
				users.set(statement.user, statement.password);
				return { done: statement.done };
			case 'delete': {
				const table = this.#table(session, statement.table);
				const before = table.rows.length;
				table.rows = table.rows.filter((row) => !this.#holds(table, row, statement.where));
				return { done: statement.truncates ? 'TRUNCATE TABLE' : `DELETE ${before - table.rows.length}` };
			}
			case 'update': {
				const table = this.#table(session, statement.table);
				let count = 0;
				table.rows = table.rows.map((row) => {
					if (!this.#holds(table, row, statement.where)) return row;
					count++;
					const changed = [...row];
					for (const [column, value] of statement.values) changed[this.#column(table, column)] = value;
					return changed;
				});
				return { done: `UPDATE ${count}` };
			}
			default:
				throw new Error(`assertion failed: ${statement.kind} changes nothing`);
		}
	}

	#insert(session: SqlSession, statement: Extract<Statement, { kind: 'insert' }>): SqlResult {
		const table = this.#table(session, statement.table);
		const names = statement.columns ?? table.columns.map(({ name }) => name);
		const positions = names.map((name) => this.#column(table, name));
		for (const values of statement.rows) {
			if (values.length > positions.length || (statement.columns !== undefined && values.length < positions.length))
				throw this.#dialect.columnCount();
			const row: SqlValue[] = table.columns.map(() => null);
			for (const [index, value] of values.entries()) row[positions[index] as number] = value;
			for (const [index, column] of table.columns.entries()) {
				if (!column.counts) continue;
				if (row[index] === null) row[index] = String(table.next);
				table.next = Math.max(table.next, Number(row[index]) + 1);
			}
			if (table.rows.length >= ROWS_MAX) throw this.#dialect.tableFull(statement.table);
			table.rows.push(row);
		}
		this.changes++;
		return { done: `INSERT 0 ${statement.rows.length}` };
	}

	#select(session: SqlSession, statement: Extract<Statement, { kind: 'select' }>): SqlResult {
		if (statement.table === undefined) {
			const row = statement.items.map((item) => this.#valueOf(session, item));
			return { columns: statement.items.map((item) => this.#title(item)), rows: [row] };
		}
		const table = this.#table(session, statement.table);
		let rows = table.rows.filter((row) => this.#holds(table, row, statement.where));
		if (statement.order !== undefined) {
			const at = this.#column(table, statement.order.column);
			const sign = statement.order.descending ? -1 : 1;
			rows = [...rows].sort((a, b) => sign * compare(a[at] ?? null, b[at] ?? null));
		}
		if (statement.items.some((item) => item.type === 'count')) {
			const row = statement.items.map((item) =>
				item.type === 'count' ? String(rows.length) : this.#valueOf(session, item),
			);
			return { columns: statement.items.map((item) => this.#title(item)), rows: [row] };
		}
		rows = rows.slice(0, statement.limit);
		const items = statement.items.flatMap((item): SelectItem[] =>
			item.type === 'all' ? table.columns.map(({ name }) => ({ type: 'column', name, text: name })) : [item],
		);
		const readers = items.map((item) => {
			if (item.type !== 'column') return () => this.#valueOf(session, item);
			const at = this.#column(table, item.name);
			return (row: readonly SqlValue[]) => row[at] ?? null;
		});
		return {
			columns: items.map((item) => this.#title(item)),
			rows: rows.map((row) => readers.map((read) => read(row))),
		};
	}

	#title(item: SelectItem): string {
		if (item.alias !== undefined) return item.alias;
		return this.#dialect.columnTitle(item);
	}

	#valueOf(session: SqlSession, item: SelectItem): SqlValue {
		if (item.type === 'literal') return item.value;
		if (item.type === 'column' || item.type === 'fact') {
			const value = this.#facts(item.name.toLowerCase(), session);
			if (value !== undefined) return value;
			throw this.#dialect.unknownColumn(item.name);
		}
		throw this.#dialect.unknownColumn('*');
	}

	#holds(table: SqlTable, row: readonly SqlValue[], where: readonly Condition[]): boolean {
		return where.every(({ column, operator, value }) => {
			const own = row[this.#column(table, column)] ?? null;
			if (operator === 'is') return own === value;
			if (operator === 'is not') return own !== value;
			if (own === null || value === null) return false;
			if (operator === 'like') return like(own, value);
			const order = compare(own, value);
			switch (operator) {
				case '=':
					return order === 0;
				case '<':
					return order < 0;
				case '>':
					return order > 0;
				case '<=':
					return order <= 0;
				case '>=':
					return order >= 0;
				default:
					return order !== 0;
			}
		});
	}

	#column(table: SqlTable, name: string): number {
		const at = table.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
		if (at < 0) throw this.#dialect.unknownColumn(name);
		return at;
	}

	#database(session: SqlSession): { name: string; tables: Map<string, SqlTable> } {
		const name = session.database;
		if (name === undefined) throw this.#dialect.noDatabase();
		const tables = this.#data.databases.get(name);
		if (tables === undefined) throw this.#dialect.unknownDatabase(name);
		return { name, tables };
	}

	#table(session: SqlSession, name: string): SqlTable {
		const [first, second] = name.split('.');
		const inOther = second !== undefined && this.#data.databases.has(first as string);
		const { name: database, tables } = this.#database(inOther ? { ...session, database: first as string } : session);
		const table = tables.get(second ?? (first as string));
		if (table === undefined) throw this.#dialect.unknownTable(database, second ?? name);
		return table;
	}
}

function compare(a: SqlValue, b: SqlValue): number {
	if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
	const numbers = [Number(a), Number(b)] as const;
	if (a !== '' && b !== '' && !Number.isNaN(numbers[0]) && !Number.isNaN(numbers[1])) return numbers[0] - numbers[1];
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Percent signs and underscores, without a regular expression: patterns come from students. */
function like(text: string, pattern: string): boolean {
	let states = new Set([0]);
	for (const c of pattern) {
		const next = new Set<number>();
		for (const at of states) {
			if (c === '%') for (let i = at; i <= text.length; i++) next.add(i);
			else if (c === '_' ? at < text.length : text[at] === c) next.add(at + 1);
		}
		states = next;
	}
	return states.has(text.length);
}
