/** `python3 -m json.tool`. */
export const JSON_TOOL = `import json, sys
names = []
indent = 4
ordered = False
plain = True
compact = False
rest = list(sys.argv[1:])
while rest:
    word = rest.pop(0)
    if word == '--sort-keys':
        ordered = True
    elif word == '--no-ensure-ascii':
        plain = False
    elif word == '--compact':
        compact = True
    elif word == '--tab':
        indent = '\\t'
    elif word == '--no-indent':
        indent = None
    elif word == '--indent':
        indent = int(rest.pop(0))
    else:
        names.append(word)
if names and names[0] != '-':
    with open(names[0]) as source:
        text = source.read()
else:
    text = sys.stdin.read()
try:
    value = json.loads(text)
except ValueError as error:
    sys.exit(str(error))
if compact:
    shown = json.dumps(value, separators=(',', ':'), sort_keys=ordered, ensure_ascii=plain)
else:
    shown = json.dumps(value, indent=indent, sort_keys=ordered, ensure_ascii=plain)
if len(names) > 1:
    with open(names[1], 'w') as target:
        target.write(shown + '\\n')
else:
    print(shown)
`;
