import type { Scope } from './environment.ts';
import { define, EMPTY_SCOPE } from './environment.ts';
import { parseDefinitions } from './parser.ts';

/** Functions that are best said in jq itself. */
const SOURCE = String.raw`
def map(f): [.[] | f];
def map_values(f): .[] |= f;
def recurse: recurse(.[]?);
def values: select(. != null);
def nulls: select(. == null);
def booleans: select(type == "boolean");
def numbers: select(type == "number");
def strings: select(type == "string");
def arrays: select(type == "array");
def objects: select(type == "object");
def iterables: select(type == "array" or type == "object");
def scalars: select(type != "array" and type != "object");
def isfinite: type == "number" and (isinfinite | not);
def finites: select(isfinite);
def abs: if . < 0 then - . else . end;
def ascii_downcase: explode | map(if 65 <= . and . <= 90 then . + 32 else . end) | implode;
def ascii_upcase: explode | map(if 97 <= . and . <= 122 then . - 32 else . end) | implode;
def todateiso8601: strftime("%Y-%m-%dT%H:%M:%SZ");
def normals: select(isnormal);
def del(f): delpaths([path(f)]);
def paths: path(..) | select(length > 0);
def paths(node_filter): path(recurse | select(node_filter)) | select(length > 0);
def pick(pathexps): . as $top | reduce path(pathexps) as $p (null; setpath($p; $top | getpath($p)));
def from_entries: map({(.key // .Key // .name // .Name): (if has("value") then .value else .Value end)}) | add | . //= {};
def with_entries(f): to_entries | map(f) | from_entries;
def sort_by(f): _sort_by(map([f]));
def group_by(f): _group_by(map([f]));
def unique_by(f): _unique_by(map([f]));
def min_by(f): _min_by(map([f]));
def max_by(f): _max_by(map([f]));
def _nwise($n): . as $all | range(0; [length, 1] | max; $n) | $all[. : . + $n];
def in(xs): . as $x | xs | has($x);
def bsearch($target):
  if length == 0 then -1 else
    { low: 0, high: length, in: . }
    | until(.low >= .high; ((.low + .high) / 2 | floor) as $mid
        | if .in[$mid] < $target then .low = $mid + 1 else .high = $mid end)
    | if .in[.low] == $target and .low < (.in | length) then .low else -1 - .low end
  end;
def first: .[0];
def last: .[-1];
def nth($n): .[$n];
def nth($n; f): if $n < 0 then error("nth doesn't support negative indices")
  else label $done | foreach f as $x ($n + 1; . - 1; if . <= 0 then $x, break $done else empty end) end;
def match(re; mode; forced): _matches(re; mode; forced);
def match($val): ($val | type) as $vt
  | if $vt == "string" then match($val; null; "")
    elif $vt == "array" and ($val | length) > 1 then match($val[0]; $val[1]; "")
    elif $vt == "array" and ($val | length) > 0 then match($val[0]; null; "")
    else error($vt + " not a string or array") end;
def match(re; flags): match(re; flags; "");
def test($val): ($val | type) as $vt
  | if $vt == "string" then test($val; null)
    elif $vt == "array" and ($val | length) > 1 then test($val[0]; $val[1])
    elif $vt == "array" and ($val | length) > 0 then test($val[0]; null)
    else error($vt + " not a string or array") end;
def test(re; flags): [_matches(re; flags; "")] | length > 0;
def capture_object: [.captures | .[] | select(.name != null) | { key: .name, value: .string }] | from_entries;
def capture(val): match(val) | capture_object;
def capture(re; flags): match(re; flags) | capture_object;
def scan($re; $flags): match($re; $flags; "g")
  | if (.captures | length) > 0 then [.captures | .[] | .string] else .string end;
def scan($re): scan($re; null);
def splits($re): splits($re; null);
def splits($re; flags): splits_($re; "g" + flags) | .[];
def split($re; flags): splits_($re; "g" + flags);
def sub(re; str; $flags): . as $in
  | (reduce (match(re; $flags; "") | . as $edit | ($edit | capture_object) as $c
        | { offset: $edit.offset, length: $edit.length, capture: $c }) as $edit
      ([[0, ""]];
        [ .[] as [$previous, $text]
          | ($edit.capture | str) as $insert
          | (if ($insert | type) == "string" then . else error("\($edit.capture | tojson) cannot be added to a string") end)
          | [$edit.offset + $edit.length, $text + $in[$previous:$edit.offset] + $insert] ]))
  | .[] | .[1] + $in[.[0]:];
def sub(re; str): sub(re; str; "");
def gsub(re; str; $flags): sub(re; str; $flags + "g");
def gsub(re; str): sub(re; str; "g");
def todate: strftime("%Y-%m-%dT%H:%M:%SZ");
def fromdateiso8601: strptime("%Y-%m-%dT%H:%M:%SZ") | mktime;
def fromdate: fromdateiso8601;
def walk(f): def w: if type == "object" then map_values(w) elif type == "array" then map(w) else . end | f; w;
def env: $ENV;
def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $w | [$x] + $w end;
def combinations(n): . as $dot | [range(n)] | map($dot) | combinations;
def tostream: tostream_ | .[];
def fromstream(f): { x: null, e: false } as $init
  | foreach f as $i ($init;
      if .e then $init else . end
      | if $i | length == 2
        then setpath(["e"]; $i[0] | length == 0) | setpath(["x"] + $i[0]; $i[1])
        else setpath(["e"]; $i[0] | length == 1) end;
      if .e then .x else empty end);
def truncate_stream(stream): . as $n | null | stream | . as $input
  | if (.[0] | length) > $n then setpath([0]; .[0][$n:]) else empty end;
def INDEX(stream; idx_expr): reduce stream as $row ({}; .[$row | idx_expr | tostring] |= $row);
def INDEX(idx_expr): INDEX(.[]; idx_expr);
def JOIN($idx; idx_expr): [.[] | [., $idx[idx_expr]]];
def JOIN($idx; stream; idx_expr): stream | [., $idx[idx_expr]];
def JOIN($idx; stream; idx_expr; join_expr): stream | [., $idx[idx_expr]] | join_expr;
def IN(s): any(s == .; .);
def IN(src; s): any(src == s; .);
`;

const DEFINITIONS = parseDefinitions(SOURCE);

const scope: Scope = DEFINITIONS.reduce<Scope>((all, definition) => define(all, definition), EMPTY_SCOPE);

export const PRELUDE = { scope, keys: new Set(DEFINITIONS.map(({ name, params }) => `${name}/${params.length}`)) };
