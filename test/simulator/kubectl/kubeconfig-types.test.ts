import { expect, test } from 'vitest';
import { KubectlBench } from './kubectl-bench.ts';

/** What kubectl v1.32 says of files whose fields are of other types than they have to be; empty preferences are no longer shown. */
const RECORDED: readonly (readonly [document: string, said: string])[] = [
	[
		'{"apiVersion":"v1","kind":"Config","clusters":5}',
		'error: error loading config file "config": json: cannot unmarshal number into Go struct field Config.clusters of type []v1.NamedCluster\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","clusters":"x"}',
		'error: error loading config file "config": json: cannot unmarshal string into Go struct field Config.clusters of type []v1.NamedCluster\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","clusters":{}}',
		'error: error loading config file "config": json: cannot unmarshal object into Go struct field Config.clusters of type []v1.NamedCluster\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","clusters":[5]}',
		'error: error loading config file "config": json: cannot unmarshal number into Go struct field Config.clusters of type v1.NamedCluster\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","clusters":[{"name":5}]}',
		'error: error loading config file "config": json: cannot unmarshal number into Go struct field NamedCluster.clusters.name of type string\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","clusters":[{"name":"a","cluster":5}]}',
		'error: error loading config file "config": json: cannot unmarshal number into Go struct field NamedCluster.clusters.cluster of type v1.Cluster\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","clusters":[{"name":"a","cluster":[]}]}',
		'error: error loading config file "config": json: cannot unmarshal array into Go struct field NamedCluster.clusters.cluster of type v1.Cluster\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","clusters":[{"name":"a","cluster":{"server":5}}]}',
		'error: error loading config file "config": json: cannot unmarshal number into Go struct field Cluster.clusters.cluster.server of type string\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","clusters":[{"name":"a","cluster":{"insecure-skip-tls-verify":"x"}}]}',
		'error: error loading config file "config": json: cannot unmarshal string into Go struct field Cluster.clusters.cluster.insecure-skip-tls-verify of type bool\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","clusters":[{"name":"a","cluster":{"certificate-authority-data":5}}]}',
		'error: error loading config file "config": json: cannot unmarshal number into Go struct field Cluster.clusters.cluster.certificate-authority-data of type []uint8\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","users":[{"name":"a","user":{"token":{}}}]}',
		'error: error loading config file "config": json: cannot unmarshal object into Go struct field AuthInfo.users.user.token of type string\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","contexts":[{"name":"a","context":{"cluster":true,"user":5}}]}',
		'error: error loading config file "config": json: cannot unmarshal bool into Go struct field Context.contexts.context.cluster of type string\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","current-context":5}',
		'error: error loading config file "config": json: cannot unmarshal number into Go struct field Config.current-context of type string\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","preferences":[]}',
		'error: error loading config file "config": json: cannot unmarshal array into Go struct field Config.preferences of type v1.Preferences\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","users":[{"name":"a","user":{"exec":{"args":5}}}]}',
		'error: error loading config file "config": json: cannot unmarshal number into Go struct field ExecConfig.users.user.exec.args of type []string\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","users":[{"name":"a","user":{"as-groups":"x"}}]}',
		'error: error loading config file "config": json: cannot unmarshal string into Go struct field AuthInfo.users.user.as-groups of type []string\n',
	],
	[
		'{"apiVersion":"v1","kind":"Config","extensions":5}',
		'error: error loading config file "config": json: cannot unmarshal number into Go struct field Config.extensions of type []v1.NamedExtension\n',
	],
	[
		'{"apiVersion":5,"kind":"Config"}',
		'error: error loading config file "config": couldn\'t get version/kind; json parse error: json: cannot unmarshal number into Go struct field .apiVersion of type string\n',
	],
	[
		'{"apiVersion":"v1","kind":[]}',
		'error: error loading config file "config": couldn\'t get version/kind; json parse error: json: cannot unmarshal array into Go struct field .kind of type string\n',
	],
	[
		'{"apiVersion":"v2","kind":"Config"}',
		'error: error loading config file "config": no kind "Config" is registered for version "v2" in scheme "k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50"\n',
	],
	[
		'{"apiVersion":"v1","kind":"Pod"}',
		'error: error loading config file "config": no kind "Pod" is registered for version "v1" in scheme "k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50"\n',
	],
	[
		'{"kind":"Config","clusters":[null],"users":null}',
		'apiVersion: v1\nclusters:\n- cluster:\n    server: ""\n  name: ""\ncontexts: null\ncurrent-context: ""\nkind: Config\nusers: null\n',
	],
];

test.each(RECORDED)('kubectl --kubeconfig of %s', (document, said) => {
	const { stdout, stderr } = new KubectlBench().run({
		argv: ['--kubeconfig', 'config', 'config', 'view'],
		files: { config: `${document}\n` },
	});
	expect(stdout + stderr).toBe(said);
});
