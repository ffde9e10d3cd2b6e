import { expect, test } from 'vitest';
import {
	parseSet,
	parseSetJson,
	parseSetLiteral,
	parseSetString,
	StrvalsError,
} from '../../../../simulator/commands/helm/values/strvals.ts';
import { newDict } from '../../../../simulator/machinery/sprig/define.ts';
import { jsonText } from '../../../../simulator/machinery/sprig/plain-json.ts';

type Parse = typeof parseSet;

function parsed(parse: Parse, text: string): string {
	const values = newDict();
	try {
		parse(text, values);
		return jsonText(values);
	} catch (error) {
		if (error instanceof StrvalsError) return error.message;
		throw error;
	}
}

// The documented forms and those of helm/helm pkg/strvals/parser_test.go.
test.each([
	['a=null,f=false,t=TRUE', '{"a":null,"f":false,"t":true}'],
	['a=1,b=2,', '{"a":1,"b":2}'],
	['a=,b=2', '{"a":"","b":2}'],
	['a=00009,z=0,l=1234567890,x=1.5', '{"a":"00009","l":1234567890,"x":"1.5","z":0}'],
	['a=one\\,two,b=a\\=b', '{"a":"one,two","b":"a=b"}'],
	['a.b.c=1,a.d=2', '{"a":{"b":{"c":1},"d":2}}'],
	['a\\.b/c=x', '{"a.b/c":"x"}'],
	['nodeSelector.kubernetes\\.io/role=master', '{"nodeSelector":{"kubernetes.io/role":"master"}}'],
	['a={1,x},b=2', '{"a":[1,"x"],"b":2}'],
	['a[0]=x,a[3]=y', '{"a":["x",null,null,"y"]}'],
	['s[0].port=80,s[0].host=h', '{"s":[{"host":"h","port":80}]}'],
	['n[1][1]=1', '{"n":[null,[null,1]]}'],
	['noval[0]', '{"noval":[]}'],
	['a', 'key "a" has no value'],
	['a=1,,b=2', 'key "" has no value (cannot end with ,)'],
	['a,b=2', 'key "a" has no value (cannot end with ,)'],
	['a.b', 'key "b" has no value'],
	['a.=b', 'key map "a" has no value'],
	['a={1,2', "list must terminate with '}'"],
	['a[x]=1', 'error parsing index: strconv.Atoi: parsing "x": invalid syntax'],
	['a[-3]=1', 'negative -3 index not allowed'],
	['a[0]b=1', "unexpected data at end of array index: ['b']"],
	['a[70000]=1', 'index of 70000 is greater than maximum supported index of 65536'],
	['a=1,a.b=2', 'unable to parse key: interface conversion: interface {} is int64, not map[string]interface {}'],
])('--set %s', (text, result) => {
	expect(parsed(parseSet, text)).toBe(result);
});

test('the other ways to say a value', () => {
	expect(parsed(parseSetString, 'a=1,b=true,c={1,2}')).toBe('{"a":"1","b":"true","c":["1","2"]}');
	expect(parsed(parseSetLiteral, 'a.b={x,y}=[1]\\')).toBe('{"a":{"b":"{x,y}=[1]\\\\"}}');
	expect(parsed(parseSetJson, 'a={"b":[1,{"c":null}]},d="x",e=')).toBe('{"a":{"b":[1,{"c":null}]},"d":"x","e":null}');
});
