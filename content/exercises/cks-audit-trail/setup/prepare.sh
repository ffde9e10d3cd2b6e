mkdir -p /etc/kubernetes/audit /var/log/kubernetes /opt/answers/trail && chmod 777 /opt/answers/trail
cat > /etc/kubernetes/audit/policy.yaml <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: None
    users: [kubernetes-admin, 'system:apiserver']
  - level: None
    userGroups: ['system:serviceaccounts:kube-system', 'system:nodes']
  - level: Metadata
    namespaces: ['@{namespace}']
  - level: None
YAML
for name in @{a} @{b} @{c}; do
  kubectl create serviceaccount $name -n @{namespace}
  kubectl create rolebinding $name -n @{namespace} --role=$name --serviceaccount=@{namespace}:$name
done
yq -i '.spec.containers[0].command += ["--audit-policy-file=/etc/kubernetes/audit/policy.yaml", "--audit-log-path=/var/log/kubernetes/audit.log", "--audit-log-maxage=7", "--audit-log-maxbackup=2", "--audit-log-maxsize=50"]
  | .spec.containers[0].volumeMounts += [{"name": "audit-policy", "mountPath": "/etc/kubernetes/audit", "readOnly": true}, {"name": "audit-log", "mountPath": "/var/log/kubernetes"}]
  | .spec.volumes += [{"name": "audit-policy", "hostPath": {"path": "/etc/kubernetes/audit", "type": "Directory"}}, {"name": "audit-log", "hostPath": {"path": "/var/log/kubernetes", "type": "DirectoryOrCreate"}}]' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 15
until kubectl get --raw /readyz > /dev/null 2>&1; do sleep 2; done
as() { # ACCOUNT AGENT PATH [BODY]
  curl -sk -o /dev/null -A "$2" -H "Authorization: Bearer $(kubectl create token $1 -n @{namespace})" ${4:+-H 'Content-Type: application/json' -d "$4"} "https://127.0.0.1:6443/$3"
}
base=api/v1/namespaces/@{namespace}
for name in @{a} @{b} @{c}; do as $name $name/1.4 $base/configmaps/settings; done
as @{who.owner} @{who.owner}/1.4 $base/secrets/@{secret}; sleep 4
for i in 1 2 3; do as @{who.decoy} curl/8.5.0 $base/secrets/@{secret}; sleep 1; done
as @{who.decoy} curl/8.5.0 $base/secrets; sleep 5
as @{who.culprit} '@{agent}' $base/secrets/@{secret}; sleep 2
as @{who.culprit} '@{agent}' @{fault.path}/namespaces/@{namespace}/@{fault.resource} '@{fault.body}'; sleep 3
as @{who.owner} @{who.owner}/1.4 @{fault.path}/namespaces/@{namespace}/@{fault.resource} "$(echo '@{fault.body}' | sed 's/@{object}/nightly/')"
for name in @{a} @{b} @{c}; do as $name $name/1.4 $base/configmaps/settings; done
as @{who.owner} @{who.owner}/1.4 $base/secrets/@{secret}; sleep 5
