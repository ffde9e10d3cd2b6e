import type { SqlDialect, SqlError } from './sql-dialect.ts';
import type { SqlTable, SqlValue } from './sql-engine.ts';
import type { SqlToken } from './sql-tokens.ts';

export type SelectItem = { readonly text: string; readonly alias?: string } & (
	| { readonly type: 'all' }
	| { readonly type: 'count' }
	| { readonly type: 'literal'; readonly value: SqlValue }
	/** A column, or a function or variable of the server. */
	| { readonly type: 'column' | 'fact'; readonly name: string }
);

export interface Condition {
	readonly column: string;
	readonly operator: '=' | '<>' | '<' | '>' | '<=' | '>=' | 'like' | 'is' | 'is not';
	readonly value: SqlValue;
}

export type Statement =
	| {
			readonly kind: 'select';
			readonly items: readonly SelectItem[];
			readonly table?: string;
			readonly where: readonly Condition[];
			readonly order?: { readonly column: string; readonly descending: boolean };
			readonly limit?: number;
	  }
	| { readonly kind: 'show databases' | 'show tables' }
	| { readonly kind: 'describe'; readonly table: string }
	| { readonly kind: 'use'; readonly database: string }
	| { readonly kind: 'create database' | 'drop database'; readonly database: string; readonly quietly: boolean }
	| {
			readonly kind: 'create table';
			readonly table: string;
			readonly columns: SqlTable['columns'];
			readonly quietly: boolean;
	  }
	| { readonly kind: 'drop table'; readonly table: string; readonly quietly: boolean }
	| {
			readonly kind: 'insert';
			readonly table: string;
			readonly columns: readonly string[] | undefined;
			readonly rows: readonly (readonly SqlValue[])[];
	  }
	| {
			readonly kind: 'update';
			readonly table: string;
			readonly values: readonly (readonly [column: string, value: SqlValue])[];
			readonly where: readonly Condition[];
	  }
	| {
			readonly kind: 'delete';
			readonly table: string;
			readonly where: readonly Condition[];
			readonly truncates: boolean;
	  }
	| { readonly kind: 'user'; readonly user: string; readonly password: string; readonly done: string }
	/** Accepted without an effect here. */
	| { readonly kind: 'nothing'; readonly done: string };

const FACT_FUNCTIONS = new Set([
	'version',
	'now',
	'database',
	'user',
	'current_user',
	'current_database',
	'current_timestamp',
]);
const NAMES_OF_COLUMNS = new Set(['primary', 'unique', 'key', 'index', 'constraint', 'foreign', 'check']);
const OPERATORS: readonly string[] = ['=', '<>', '<', '>', '<=', '>='];

/** One statement's tokens, read by descent. What it does not know it calls a syntax error, as the servers do. */
export class SqlParser {
	readonly #tokens: readonly SqlToken[];
	readonly #text: string;
	readonly #dialect: SqlDialect;
	#at = 0;

	constructor(tokens: readonly SqlToken[], text: string, dialect: SqlDialect) {
		this.#tokens = tokens;
		this.#text = text;
		this.#dialect = dialect;
	}

	statement(): Statement {
		const statement = this.#statement();
		if (this.#peek() !== undefined && statement.kind !== 'nothing' && statement.kind !== 'user') throw this.#wrong();
		return statement;
	}

	#statement(): Statement {
		if (this.#takes('select')) return this.#select();
		if (this.#takes('show')) {
			if (this.#takes('databases') || this.#takes('schemas')) return { kind: 'show databases' };
			if (this.#takes('tables')) return { kind: 'show tables' };
			throw this.#wrong();
		}
		if (this.#takes('desc') || this.#takes('describe')) return { kind: 'describe', table: this.#name() };
		if (this.#takes('use')) return { kind: 'use', database: this.#name() };
		if (this.#takes('create')) return this.#create();
		if (this.#takes('drop')) return this.#drop();
		if (this.#takes('insert')) return this.#insert();
		if (this.#takes('update')) return this.#update();
		if (this.#takes('delete')) {
			this.#expect('from');
			return { kind: 'delete', table: this.#name(), where: this.#where(), truncates: false };
		}
		if (this.#takes('truncate')) {
			this.#takes('table');
			return { kind: 'delete', table: this.#name(), where: [], truncates: true };
		}
		if (this.#takes('alter')) {
			if (this.#takes('user') || this.#takes('role')) return this.#user('ALTER ROLE');
			throw this.#wrong();
		}
		for (const word of ['grant', 'revoke', 'flush', 'set', 'begin', 'commit', 'rollback', 'start']) {
			if (this.#takes(word)) return { kind: 'nothing', done: word.toUpperCase() };
		}
		throw this.#wrong();
	}

	#create(): Statement {
		if (this.#takes('database') || this.#takes('schema')) {
			const quietly = this.#ifExists();
			return { kind: 'create database', database: this.#name(), quietly };
		}
		if (this.#takes('user') || this.#takes('role')) return this.#user('CREATE ROLE');
		this.#expect('table');
		const quietly = this.#ifExists();
		const table = this.#name();
		this.#expect('(');
		const columns: SqlTable['columns'][number][] = [];
		do {
			const definition = this.#definition();
			if (definition !== undefined) columns.push(definition);
		} while (this.#takes(','));
		this.#expect(')');
		return { kind: 'create table', table, columns, quietly };
	}

	/** A column up to the next comma; undefined for a constraint of the table. */
	#definition(): SqlTable['columns'][number] | undefined {
		const words: string[] = [];
		for (let depth = 0; ; ) {
			const token = this.#peek();
			if (token === undefined) throw this.#wrong();
			if (depth === 0 && token.type === 'symbol' && (token.text === ',' || token.text === ')')) break;
			if (token.text === '(') depth++;
			if (token.text === ')') depth--;
			words.push(token.text);
			this.#at++;
		}
		const [name, type = ''] = words;
		if (name === undefined) throw this.#wrong();
		if (NAMES_OF_COLUMNS.has(name.toLowerCase())) return undefined;
		const counts = words.some((word) => /^(?:auto_increment|(?:big)?serial|identity)$/i.test(word));
		const size = words[2] === '(' ? words.slice(2, words.indexOf(')') + 1).join('') : '';
		return { name, type: type.toLowerCase() + size, counts };
	}

	#drop(): Statement {
		const database = this.#takes('database') || this.#takes('schema');
		if (!database) this.#expect('table');
		const quietly = this.#ifExists();
		const name = this.#name();
		return database ? { kind: 'drop database', database: name, quietly } : { kind: 'drop table', table: name, quietly };
	}

	/** 'name'@'host' IDENTIFIED BY 'password', or name WITH PASSWORD 'password'. */
	#user(done: string): Statement {
		this.#ifExists();
		const token = this.#next();
		const password = this.#tokens.findLast((each) => each.type === 'string');
		const given = this.#tokens.some((each) => /^(?:by|password)$/i.test(each.text));
		this.#at = this.#tokens.length;
		return { kind: 'user', user: token.text, password: given && password !== undefined ? password.text : '', done };
	}

	#insert(): Statement {
		this.#takes('ignore');
		this.#expect('into');
		const table = this.#name();
		const columns = this.#takes('(') ? this.#list(() => this.#name()) : undefined;
		if (!this.#takes('values')) this.#expect('value');
		const rows: SqlValue[][] = [];
		do {
			this.#expect('(');
			rows.push(this.#list(() => this.#literal()));
		} while (this.#takes(','));
		return { kind: 'insert', table, columns, rows };
	}

	#update(): Statement {
		const table = this.#name();
		this.#expect('set');
		const values: [string, SqlValue][] = [];
		do {
			const column = this.#name();
			this.#expect('=');
			values.push([column, this.#literal()]);
		} while (this.#takes(','));
		return { kind: 'update', table, values, where: this.#where() };
	}

	#select(): Statement {
		const items: SelectItem[] = [];
		do items.push(this.#item());
		while (this.#takes(','));
		if (!this.#takes('from')) return { kind: 'select', items, where: [] };
		const table = this.#name();
		const where = this.#where();
		let order: { column: string; descending: boolean } | undefined;
		if (this.#takes('order')) {
			this.#expect('by');
			const column = this.#name();
			const descending = this.#takes('desc');
			if (!descending) this.#takes('asc');
			order = { column, descending };
		}
		const limit = this.#takes('limit') ? Number(this.#next().text) : undefined;
		return {
			kind: 'select',
			items,
			table,
			where,
			...(order === undefined ? {} : { order }),
			...(limit === undefined ? {} : { limit }),
		};
	}

	#item(): SelectItem {
		const item = this.#bareItem();
		if (this.#takes('as')) return { ...item, alias: this.#next().text };
		return item;
	}

	#bareItem(): SelectItem {
		if (this.#takes('*')) return { type: 'all', text: '*' };
		const token = this.#peek();
		if (token === undefined) throw this.#wrong();
		const isText = token.type !== 'word' || (token.quoted && this.#dialect.doubleQuotesText);
		if (isText || /^(?:null|true|false)$/i.test(token.text)) {
			const value = this.#literal();
			return { type: 'literal', value, text: token.text };
		}
		this.#at++;
		if (!this.#takes('(')) {
			const fact = token.text.startsWith('@@') || FACT_FUNCTIONS.has(token.text.toLowerCase());
			return { type: fact ? 'fact' : 'column', name: token.text, text: token.text };
		}
		if (token.text.toLowerCase() === 'count') {
			const what = this.#next().text;
			this.#expect(')');
			return { type: 'count', text: `${token.text}(${what})` };
		}
		if (!FACT_FUNCTIONS.has(token.text.toLowerCase())) throw this.#wrong();
		this.#expect(')');
		return { type: 'fact', name: token.text, text: `${token.text}()` };
	}

	#where(): Condition[] {
		const conditions: Condition[] = [];
		if (!this.#takes('where')) return conditions;
		do {
			const column = this.#name();
			if (this.#takes('is')) {
				const operator = this.#takes('not') ? 'is not' : 'is';
				conditions.push({ column, operator, value: this.#literal() });
			} else if (this.#takes('like')) conditions.push({ column, operator: 'like', value: this.#literal() });
			else {
				const symbol = this.#next().text;
				const operator = symbol === '!=' ? '<>' : symbol;
				if (!OPERATORS.includes(operator)) throw this.#wrong();
				conditions.push({ column, operator: operator as '=', value: this.#literal() });
			}
		} while (this.#takes('and'));
		return conditions;
	}

	#literal(): SqlValue {
		const negative = this.#takes('-');
		const token = this.#next();
		if (token.type === 'number') return (negative ? '-' : '') + token.text;
		if (token.type === 'string' || (token.type === 'word' && token.quoted)) return token.text;
		if (token.type === 'word') {
			if (/^(?:null|default)$/i.test(token.text)) return null;
			if (/^(?:true|false)$/i.test(token.text)) return token.text.toLowerCase();
		}
		this.#at--;
		throw this.#wrong();
	}

	#list<T>(read: () => T): T[] {
		const values: T[] = [];
		do values.push(read());
		while (this.#takes(','));
		this.#expect(')');
		return values;
	}

	#ifExists(): boolean {
		if (!this.#takes('if')) return false;
		this.#takes('not');
		this.#expect('exists');
		return true;
	}

	#name(): string {
		const token = this.#next();
		if (token.type === 'word') return token.text;
		this.#at--;
		throw this.#wrong();
	}

	#peek(): SqlToken | undefined {
		return this.#tokens[this.#at];
	}

	#next(): SqlToken {
		const token = this.#tokens[this.#at++];
		if (token === undefined) throw this.#wrong();
		return token;
	}

	#takes(text: string): boolean {
		const token = this.#peek();
		if (token === undefined || token.type === 'string' || token.text.toLowerCase() !== text) return false;
		this.#at++;
		return true;
	}

	#expect(text: string): void {
		if (!this.#takes(text)) throw this.#wrong();
	}

	#wrong(): SqlError {
		const token = this.#peek();
		const at = token === undefined ? -1 : this.#text.indexOf(token.text);
		return this.#dialect.syntax(at < 0 ? '' : this.#text.slice(at));
	}
}
