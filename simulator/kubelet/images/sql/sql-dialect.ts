import type { SelectItem } from './sql-parser.ts';

/** What a statement may fail with, as the server's client prints it. */
export class SqlError extends Error {}

/** The words of one database server. */
export interface SqlDialect {
	/** Whether "x" is a string rather than a name. */
	readonly doubleQuotesText: boolean;
	columnTitle(item: SelectItem): string;
	syntax(near: string): SqlError;
	unknownDatabase(name: string): SqlError;
	noDatabase(): SqlError;
	databaseExists(name: string): SqlError;
	noDatabaseToDrop(name: string): SqlError;
	tableExists(name: string): SqlError;
	unknownTable(database: string, name: string): SqlError;
	noTableToDrop(database: string, name: string): SqlError;
	unknownColumn(name: string): SqlError;
	columnCount(): SqlError;
	tableFull(name: string): SqlError;
}

const mysql = (code: number, state: string, text: string): SqlError =>
	new SqlError(`ERROR ${code} (${state}): ${text}`);

export const MYSQL_DIALECT: SqlDialect = {
	doubleQuotesText: true,
	columnTitle: (item) => item.text,
	syntax: (near) =>
		mysql(
			1064,
			'42000',
			`You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near '${near}' at line 1`,
		),
	unknownDatabase: (name) => mysql(1049, '42000', `Unknown database '${name}'`),
	noDatabase: () => mysql(1046, '3D000', 'No database selected'),
	databaseExists: (name) => mysql(1007, 'HY000', `Can't create database '${name}'; database exists`),
	noDatabaseToDrop: (name) => mysql(1008, 'HY000', `Can't drop database '${name}'; database doesn't exist`),
	tableExists: (name) => mysql(1050, '42S01', `Table '${name}' already exists`),
	unknownTable: (database, name) => mysql(1146, '42S02', `Table '${database}.${name}' doesn't exist`),
	noTableToDrop: (database, name) => mysql(1051, '42S02', `Unknown table '${database}.${name}'`),
	unknownColumn: (name) => mysql(1054, '42S22', `Unknown column '${name}' in 'field list'`),
	columnCount: () => mysql(1136, '21S01', "Column count doesn't match value count at row 1"),
	tableFull: (name) => mysql(1114, 'HY000', `The table '${name}' is full`),
};

const postgres = (text: string): SqlError => new SqlError(`ERROR:  ${text}`);

export const POSTGRES_DIALECT: SqlDialect = {
	doubleQuotesText: false,
	columnTitle: (item) => {
		if (item.type === 'literal') return '?column?';
		if (item.type === 'count') return 'count';
		return item.type === 'column' || item.type === 'fact' ? item.name.toLowerCase() : '*';
	},
	syntax: (near) =>
		postgres(near === '' ? 'syntax error at end of input' : `syntax error at or near "${near.split(/\s/)[0]}"`),
	unknownDatabase: (name) => postgres(`database "${name}" does not exist`),
	noDatabase: () => postgres('no schema has been selected to create in'),
	databaseExists: (name) => postgres(`database "${name}" already exists`),
	noDatabaseToDrop: (name) => postgres(`database "${name}" does not exist`),
	tableExists: (name) => postgres(`relation "${name}" already exists`),
	unknownTable: (_, name) => postgres(`relation "${name}" does not exist`),
	noTableToDrop: (_, name) => postgres(`table "${name}" does not exist`),
	unknownColumn: (name) => postgres(`column "${name}" does not exist`),
	columnCount: () => postgres('INSERT has more expressions than target columns'),
	tableFull: (name) => postgres(`could not extend file of relation "${name}": No space left on device`),
};
